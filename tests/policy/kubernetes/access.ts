import { at } from "../../support/at";
import { after, is, type Policy, when, without } from "../policy";
import { list, text } from "../stack";

/** Every kind that we use but the Namespace itself. */
export const namespaced =
  "ConfigMap CronJob Deployment HealthCheckPolicy HorizontalPodAutoscaler HTTPRoute Job NetworkPolicy PodDisruptionBudget Role RoleBinding Service ServiceAccount StatefulSet".split(
    " ",
  );

const level = "pod-security.kubernetes.io";
const withoutLabel = (label: string) =>
  after(`\`${label}\` is taken out`, ({ settings }) => {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- plain JSON
    delete (at(settings, "metadata", "labels") as Record<string, unknown>)[label];
  });

/** Where objects are, and what their identity may do. */
export const access: readonly Policy[] = [
  {
    id: "CKV_K8S_21",
    must: "be in a namespace of its own, and the same as everything else",
    types: namespaced,
    holds: (object, stack) => stack.all("Namespace").some(({ name }) => name === text(object, "metadata.namespace")),
    broken: [
      without("metadata.namespace"),
      when("metadata.namespace", "default"),
      when("metadata.namespace", "another", "it is content with any namespace but `default`"),
    ],
    also: ["kube-linter/use-namespace", "kubescape/C-0061"],
  },
  {
    id: "OWN_KUBERNETES_RESTRICTED",
    must: "admit no pod that does not meet the Pod Security Standard `restricted`",
    types: ["Namespace"],
    holds: ({ settings }) =>
      ["enforce", "audit", "warn"].every(
        (mode) => at(settings, "metadata", "labels", `${level}/${mode}`) === "restricted",
      ),
    broken: [withoutLabel(`${level}/enforce`), withoutLabel(`${level}/audit`), withoutLabel(`${level}/warn`)],
  },
  {
    id: "OWN_KUBERNETES_NO_TOKEN",
    must: "hand out no token to pods that do not ask",
    types: ["ServiceAccount"],
    ...is("automountServiceAccountToken", false, true),
    also: ["kubescape/C-0034"],
  },
  {
    id: "kubescape/C-0035",
    must: "make nobody an administrator of the cluster",
    types: ["RoleBinding"],
    holds: (binding) => text(binding, "roleRef.name") !== "cluster-admin",
    broken: [when("roleRef.name", "cluster-admin")],
  },
  {
    id: "OWN_KUBERNETES_NAMED_SUBJECTS",
    must: "be for named users or accounts, not for groups that everybody is in",
    types: ["RoleBinding"],
    holds: (binding) =>
      list(binding, "subjects").length > 0 &&
      list(binding, "subjects").every(
        (subject) => at(subject, "kind") !== "Group" && !String(at(subject, "name")).startsWith("system:"),
      ),
    broken: [
      when("subjects", [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:authenticated" }]),
      when("subjects", []),
      when("subjects", [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:anonymous" }]),
    ],
  },
  {
    id: "OWN_KUBERNETES_NOTHING_FOR_THE_CLUSTER",
    must: "be about the service's namespace only, so that a team needs no administrator to release",
    types: ["ClusterRoleBinding"],
    forbids: true,
    holds: () => false,
    broken: [
      after("one is added", (_, stack) =>
        stack.add("ClusterRoleBinding", {
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "ClusterRoleBinding",
          metadata: { name: "added" },
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
          subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "somebody" }],
        }),
      ),
    ],
    also: ["kube-linter/cluster-admin-role-binding", "polaris/clusterrolebindingClusterAdmin"],
  },
];
