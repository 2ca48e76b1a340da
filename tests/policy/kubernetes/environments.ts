import type { Environment } from "../../../environments/schema/environment";
import { environment, minimal } from "../../support/environments";
import { maximalAws, maximalGoogle, shipped } from "../../support/every-environment";
import { manifests } from "../../support/manifests";
import type { Judged } from "../judged";
import { objectStack } from "./objects";

/** Images are released by digest. */
export const releasedImage = (): string =>
  `registry.example.com/addressbook:1.2.3@sha256:${"0123456789abcdef".repeat(4)}`;

/** What an environment on one's own machine does without, each with the reason. */
const local: Judged["givesUp"] = {
  CKV_K8S_15: "an image that was loaded into the cluster is in no registry",
  CKV_K8S_43: "an image that was loaded into the cluster has no digest",
  "kube-score/service-type": "a cluster on one's own machine makes no load balancers",
};

/** What scanners fail though a policy of ours holds, in each environment. */
export const kubernetesMisjudged: Judged["misjudged"] = {
  "polaris/missingNetworkPolicy": "the policy called `default` is for all pods, which it does not take for a match",
  "kube-score/deployment-replicas Deployment.addressbook-canary": "few pods are what a canary is for",
  "kube-linter/minimum-three-replicas Deployment.addressbook-canary": "few pods are what a canary is for",
  "polaris/deploymentMissingReplicas Deployment.addressbook-canary": "few pods are what a canary is for",
  "kube-linter/access-to-create-pods RoleBinding.addressbook-release":
    "to make the service's Deployments is its purpose",
  "kube-linter/access-to-secrets RoleBinding.addressbook-release":
    "it renews the service's login; whoever makes pods reads Secrets through them anyway, and it cannot list them",
  "kube-linter/no-liveness-probe Job.addressbook-migrate": "it ends by itself, or is ended",
  "kube-linter/no-readiness-probe Job.addressbook-migrate": "nobody sends requests to it",
  "kube-linter/no-liveness-probe Job.addressbook-bootstrap": "it ends by itself, or is ended",
  "kube-linter/no-readiness-probe Job.addressbook-bootstrap": "nobody sends requests to it",
  // where there is an autoscaler, which does not go below three
  "kube-linter/minimum-three-replicas Deployment.addressbook-stable": "the autoscaler says how many there are",
  "polaris/deploymentMissingReplicas Deployment.addressbook-stable": "the autoscaler says how many there are",
  // in an environment of one's own
  "polaris/sensitiveContainerEnvVar StatefulSet.addressbook-postgres": "the variable holds the path of a file",
  "kube-linter/minimum-three-replicas StatefulSet.addressbook-postgres": "it is a database for trying things out",
  "kube-linter/no-rolling-update-strategy StatefulSet.addressbook-postgres": "of one pod, one is replaced",
  "polaris/topologySpreadConstraint StatefulSet.addressbook-postgres": "there is one pod, and nothing to spread",
};

function judged(of: Environment): Judged {
  const isLocal = of.cloud === "local";
  const { objects, firstRelease } = manifests(of, isLocal ? {} : { IMAGE: releasedImage() });
  return {
    name: of.name,
    // nothing of a demo is less strict
    production: true,
    stack: objectStack([...objects, ...firstRelease]),
    givesUp: isLocal ? local : {},
    misjudged: kubernetesMisjudged,
  };
}

/** The environments that are shipped, and those that say as little or as much as they can. */
export const kubernetesEnvironments: readonly Judged[] = [
  judged(environment("minimal", minimal.google)),
  judged(
    environment("autoscaled", {
      ...minimal.google,
      service: { databasePoolSize: 2, autoscaling: { maxPods: 5, cpuPercent: 70 } },
    }),
  ),
  judged(environment("blue-green", { ...minimal.google, service: { databasePoolSize: 2, strategy: "blue-green" } })),
  judged(maximalAws),
  judged(maximalGoogle),
  ...shipped.map(judged),
];
