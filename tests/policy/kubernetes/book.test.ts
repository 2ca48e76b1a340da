import { failures } from "../policy";
import { bookObjects } from "./book";
import { kubernetesPolicies } from "./index";
import { objectStack } from "./objects";

const failed = kubernetesPolicies.filter((policy) => failures(policy, objectStack(bookObjects())).length > 0);

/** What is wrong with them, in the order of the table. */
const expected = [
  "pod-security/capabilities_restricted",
  "pod-security/allowPrivilegeEscalation",
  "pod-security/runAsNonRoot",
  "pod-security/seccompProfile_restricted",
  "CKV_K8S_29",
  "CKV_K8S_31",
  "CKV_K8S_38",
  "kube-linter/default-service-account",
  "kube-linter/non-existent-service-account",
  "OWN_KUBERNETES_SERVICE_LINKS",
  "CKV2_K8S_6",
  "kube-score/deployment-has-poddisruptionbudget",
  "polaris/topologySpreadConstraint",
  "kube-linter/no-anti-affinity",
  "polaris/priorityClassNotSet",
  "OWN_KUBERNETES_DRAIN",
  "CKV_K8S_8",
  "OWN_KUBERNETES_STARTUP",
  "kube-linter/readiness-port",
  "CKV_K8S_10",
  "CKV_K8S_11",
  "CKV_K8S_12",
  "CKV_K8S_13",
  "kube-score/container-ephemeral-storage-request-and-limit",
  "CKV_K8S_14",
  "CKV_K8S_15",
  "CKV_K8S_43",
  "CKV_K8S_22",
  "CKV_K8S_30",
  "CKV_K8S_40",
  "polaris/sensitiveContainerEnvVar",
  "kube-linter/no-rolling-update-strategy",
  "OWN_KUBERNETES_PROGRESS",
  "OWN_KUBERNETES_SELECTORS",
  "polaris/metadataAndInstanceMismatched",
  "kube-linter/invalid-target-ports",
  "OWN_KUBERNETES_TRAFFIC_POLICY",
  "CKV_K8S_21",
];

test("The book's objects fail the checks that they should, or the checks would be worthless", () => {
  expect(failed.map(({ id }) => id)).toEqual(expected);
});
