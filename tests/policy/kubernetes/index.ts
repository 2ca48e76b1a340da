import type { Policy } from "../policy";
import { access } from "./access";
import { apiServer } from "./api-server";
import { containers } from "./containers";
import { network } from "./network";
import { podSecurity } from "./pod-security";
import { pods } from "./pods";
import { workloads } from "./workloads";

export const kubernetesPolicies: readonly Policy[] = [
  ...apiServer,
  ...podSecurity,
  ...pods,
  ...containers,
  ...workloads,
  ...network,
  ...access,
];

/** Checks of the scanners that run on our objects and have no row of their own, each with the reason. */
export const kubernetesNotMirrored: Readonly<Record<string, string>> = {
  "kube-linter/dnsconfig-options":
    "it wants `ndots` set, which saves questions about names outside of the cluster; we ask for none",
  "kube-linter/exposed-services": "it forbids the Service that clients come by",
  "kube-linter/no-node-affinity": "any node will do",
  "kube-linter/required-annotation-email": "it is an example of a house rule",
  "kube-linter/required-label-owner": "it is an example of a house rule",
  "kube-linter/restart-policy": "it does not know the default of Deployments, nor that a Job may say `Never`",
  "kube-linter/sorted-keys": "the order of keys means nothing",
  "polaris/linuxHardening": "it wants one of four settings, all of which other rows demand",
  "kube-score/container-resource-requests-equal-limits": "what is asked for is what is used; the limit is for bad days",
  "kube-score/container-cpu-requests-equal-limits": "as with resources in general",
  "kube-score/container-memory-requests-equal-limits": "as with resources in general",
  "kube-score/container-ephemeral-storage-request-equals-limit": "as with resources in general",
};
