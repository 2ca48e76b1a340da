import { at } from "../../support/at";
import { selects } from "../../support/pods";
import { after, is, isSet, type Policy, when, without } from "../policy";
import { type Resource, setting, type Stack, text } from "../stack";

const deployments = ["Deployment"];
/** Few pods are what a canary is for. */
const isCanary = ({ name }: Resource): boolean => name.endsWith("-canary");
const autoscalers = (deployment: Resource, stack: Stack): readonly Resource[] =>
  stack
    .all("HorizontalPodAutoscaler")
    .filter((autoscaler) => text(autoscaler, "spec.scaleTargetRef.name") === deployment.name);
const copyOf = (stack: Stack, { settings }: Resource, kind: string, name: string): Resource => {
  const copy = structuredClone(settings);
  (copy["metadata"] as Record<string, unknown>)["name"] = name;
  return stack.add(kind, copy);
};

/** What makes pods: how many, how they are replaced, how they end. */
export const workloads: readonly Policy[] = [
  {
    id: "kube-linter/no-rolling-update-strategy",
    must: "replace its pods one after the other, and be no pod short while it does",
    types: deployments,
    holds: (deployment) =>
      text(deployment, "spec.strategy.type") === "RollingUpdate" &&
      text(deployment, "spec.strategy.rollingUpdate.maxUnavailable") === "0" &&
      text(deployment, "spec.strategy.rollingUpdate.maxSurge") !== "0",
    broken: [
      when("spec.strategy", { type: "Recreate" }),
      when("spec.strategy.rollingUpdate.maxUnavailable", 1, "it looks at the strategy only"),
      without("spec.strategy.rollingUpdate", "it looks at the strategy only"),
    ],
    also: ["kube-score/deployment-strategy"],
  },
  {
    id: "polaris/deploymentMissingReplicas",
    must: "have two pods or more, or somebody who sees to that",
    types: deployments,
    concerns: (deployment) => !isCanary(deployment),
    holds: (deployment, stack) =>
      autoscalers(deployment, stack).length > 0
        ? text(deployment, "spec.replicas") === ""
        : Number(text(deployment, "spec.replicas")) >= 2,
    broken: [when("spec.replicas", 1)],
    also: ["kube-score/deployment-replicas", "kube-linter/minimum-three-replicas"],
  },
  {
    id: "OWN_KUBERNETES_PROGRESS",
    must: "count a pod only when it stays ready, and give up in time",
    types: deployments,
    holds: (deployment) =>
      Number(text(deployment, "spec.minReadySeconds")) >= 5 &&
      Number(text(deployment, "spec.progressDeadlineSeconds")) > Number(text(deployment, "spec.minReadySeconds")) + 60,
    broken: [without("spec.minReadySeconds"), without("spec.progressDeadlineSeconds")],
  },
  {
    id: "OWN_KUBERNETES_SELECTORS",
    must: "share no pod with another Deployment",
    types: deployments,
    holds: (deployment, stack) =>
      stack
        .all("Deployment")
        .filter(({ address }) => address !== deployment.address)
        .every(
          (other) =>
            !selects(
              setting(deployment, "spec.selector.matchLabels"),
              setting(other, "spec.template.metadata.labels") as Record<string, string>,
            ),
        ),
    broken: [
      when("spec.selector.matchLabels", {}),
      after(
        "another one has the same pods",
        (deployment, stack) => void copyOf(stack, deployment, "Deployment", "another"),
      ),
    ],
  },
  {
    id: "polaris/metadataAndInstanceMismatched",
    must: "carry its name as the label of the instance",
    types: ["Deployment", "StatefulSet"],
    holds: (object) => at(object.settings, "metadata", "labels", "app.kubernetes.io/instance") === object.name,
    broken: [
      after("the label is another", ({ settings }) => {
        (at(settings, "metadata", "labels") as Record<string, unknown>)["app.kubernetes.io/instance"] = "another";
      }),
    ],
  },
  {
    id: "kube-linter/job-ttl-seconds-after-finished",
    must: "be cleaned up some day after it ended, whether well or not",
    types: ["Job"],
    ...isSet("spec.ttlSecondsAfterFinished"),
  },
  {
    id: "OWN_KUBERNETES_JOB_ENDS",
    must: "end, and not be started anew in the same pod, whose log would be lost",
    types: ["Job"],
    holds: (job) =>
      Number(text(job, "spec.activeDeadlineSeconds")) > 0 &&
      text(job, "spec.template.spec.restartPolicy") === "Never" &&
      text(job, "spec.backoffLimit") !== "",
    broken: [
      without("spec.activeDeadlineSeconds"),
      when("spec.template.spec.restartPolicy", "OnFailure"),
      without("spec.backoffLimit"),
    ],
  },
  {
    id: "kube-linter/pdb-max-unavailable",
    must: "let a node be drained",
    types: ["PodDisruptionBudget"],
    holds: (budget) =>
      Number(text(budget, "spec.maxUnavailable")) >= 1 && setting(budget, "spec.minAvailable") === undefined,
    broken: [when("spec.maxUnavailable", 0), when("spec.maxUnavailable", "0%")],
    also: ["polaris/pdbDisruptionsIsZero"],
  },
  {
    id: "kube-score/poddisruptionbudget-has-policy",
    must: "say how many pods may be missing",
    types: ["PodDisruptionBudget"],
    holds: (budget) => ["minAvailable", "maxUnavailable"].some((key) => setting(budget, `spec.${key}`) !== undefined),
    broken: [without("spec.maxUnavailable")],
  },
  {
    id: "kube-linter/pdb-unhealthy-pod-eviction-policy",
    must: "let pods be evicted that do not serve anyway",
    types: ["PodDisruptionBudget"],
    ...is("spec.unhealthyPodEvictionPolicy", "AlwaysAllow"),
  },
  {
    id: "kube-score/statefulset-has-servicename",
    must: "be in a Service without an address, which gives its pods names",
    types: ["StatefulSet"],
    holds: (set, stack) =>
      stack
        .all("Service")
        .some(
          (service) => service.name === text(set, "spec.serviceName") && text(service, "spec.clusterIP") === "None",
        ),
    broken: [when("spec.serviceName", "another")],
  },
  {
    id: "OWN_KUBERNETES_IMMUTABLE",
    must: "be immutable, and carry what is in it in its name, so that a revision means one configuration",
    types: ["ConfigMap"],
    holds: (map) => setting(map, "immutable") === true && /-[0-9a-f]{10}$/.test(map.name),
    broken: [without("immutable"), when("immutable", false)],
  },
  {
    id: "polaris/sensitiveConfigmapContent",
    must: "hold no secret",
    types: ["ConfigMap"],
    holds: ({ settings }) =>
      Object.entries((settings["data"] ?? {}) as Record<string, string>).every(
        ([key, value]) =>
          (/(_FILE|_DIR)$/.test(key) || !/password|token|bearer|secret/i.test(key)) &&
          !/-BEGIN .*PRIVATE KEY-/.test(value),
      ),
    broken: [when("data.DB_PASSWORD", "example"), when("data.KEY", "-----BEGIN RSA PRIVATE KEY-----")],
  },
  {
    id: "OWN_KUBERNETES_NO_SECRETS",
    must: "not be written by a program whose output is kept and read",
    types: ["Secret"],
    forbids: true,
    holds: () => false,
    broken: [
      after("one is added", (_, stack) =>
        stack.add("Secret", { apiVersion: "v1", kind: "Secret", metadata: { name: "added" } }),
      ),
    ],
  },
];
