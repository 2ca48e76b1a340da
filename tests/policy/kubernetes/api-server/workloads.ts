import { at, listAt } from "../../../support/at";
import { selects } from "../../../support/pods";
import { type Policy, when, without } from "../../policy";
import { type Resource, setting, text } from "../../stack";
import { isDnsLabel, quantity } from "./syntax";

const replicated = ["Deployment", "StatefulSet"];
const isCount = (value: unknown): boolean => value === undefined || (Number.isInteger(value) && Number(value) >= 0);
const isCountOrPercentage = (value: unknown): boolean =>
  typeof value === "string" ? /^\d+%$/.test(value) : isCount(value);
const isNothing = (value: unknown): boolean => value === 0 || value === "0%";
const matchLabels = (object: Resource): Record<string, string> =>
  (setting(object, "spec.selector.matchLabels") ?? {}) as Record<string, string>;

/** What the API server refuses of what makes and counts pods, though the schema allows it. */
export const apiServerWorkloads: readonly Policy[] = [
  {
    id: "api-server/selector",
    must: "select its own pods",
    types: replicated,
    holds: (object) =>
      Object.keys(matchLabels(object)).length > 0 &&
      selects(matchLabels(object), (setting(object, "spec.template.metadata.labels") ?? {}) as Record<string, string>),
    broken: [
      when("spec.selector.matchLabels", {}),
      when("spec.selector.matchLabels.app", "another"),
      without("spec.template.metadata.labels"),
    ],
  },
  {
    id: "api-server/replicas",
    must: "have no fewer pods than none",
    types: replicated,
    holds: (object) =>
      ["replicas", "minReadySeconds", "revisionHistoryLimit"].every((key) => isCount(setting(object, `spec.${key}`))),
    broken: [when("spec.replicas", -1), when("spec.minReadySeconds", -1), when("spec.revisionHistoryLimit", -1)],
  },
  {
    id: "api-server/progressDeadlineSeconds",
    must: "give up no sooner than a pod can count",
    types: ["Deployment"],
    holds: (deployment) =>
      Number(setting(deployment, "spec.progressDeadlineSeconds") ?? 600) >
      Number(setting(deployment, "spec.minReadySeconds") ?? 0),
    broken: [when("spec.progressDeadlineSeconds", 1), when("spec.minReadySeconds", 3600)],
  },
  {
    id: "api-server/strategy",
    must: "have one pod more or one pod less while it replaces them",
    types: ["Deployment"],
    holds: (deployment) => {
      const strategy = setting(deployment, "spec.strategy");
      const { maxSurge = "25%", maxUnavailable = "25%" } = (at(strategy, "rollingUpdate") ?? {}) as Record<
        string,
        unknown
      >;
      if (at(strategy, "type") === "Recreate") return at(strategy, "rollingUpdate") === undefined;
      return (
        [maxSurge, maxUnavailable].every(isCountOrPercentage) &&
        !(isNothing(maxSurge) && isNothing(maxUnavailable)) &&
        Number(/^(\d+)%$/.exec(String(maxUnavailable))?.[1] ?? 0) <= 100
      );
    },
    broken: [
      when("spec.strategy.rollingUpdate", { maxSurge: 0, maxUnavailable: 0 }),
      when("spec.strategy.rollingUpdate", { maxSurge: "one" }),
      when("spec.strategy.rollingUpdate", { maxUnavailable: "101%" }),
      when("spec.strategy.rollingUpdate", { maxUnavailable: -1 }),
      when("spec.strategy.type", "Recreate"),
    ],
  },
  {
    id: "api-server/job",
    must: "be counted in whole numbers that are not below nothing",
    types: ["Job"],
    holds: (job) =>
      ["backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished", "completions", "parallelism"].every((key) =>
        isCount(setting(job, `spec.${key}`)),
      ),
    broken: [
      when("spec.backoffLimit", -1),
      when("spec.activeDeadlineSeconds", -1),
      when("spec.ttlSecondsAfterFinished", -1),
    ],
  },
  {
    id: "api-server/job.name",
    must: "have a name that fits into a label, which its pods carry",
    types: ["Job"],
    holds: ({ settings }) => isDnsLabel(at(settings, "metadata", "name")),
    broken: [when("metadata.name", `addressbook-migrate-${"a".repeat(50)}`)],
  },
  {
    id: "api-server/disruption-budget",
    must: "say once how many pods may be missing",
    types: ["PodDisruptionBudget"],
    holds: (budget) =>
      ["minAvailable", "maxUnavailable"].filter((key) => setting(budget, `spec.${key}`) !== undefined).length <= 1 &&
      ["minAvailable", "maxUnavailable"].every((key) => isCountOrPercentage(setting(budget, `spec.${key}`))),
    broken: [when("spec.minAvailable", 1), when("spec.maxUnavailable", -1), when("spec.maxUnavailable", "one")],
  },
  {
    id: "api-server/autoscaler",
    must: "have no more pods at least than at most",
    types: ["HorizontalPodAutoscaler"],
    holds: (autoscaler) =>
      Number(setting(autoscaler, "spec.minReplicas") ?? 1) >= 1 &&
      Number(setting(autoscaler, "spec.maxReplicas")) >= Number(setting(autoscaler, "spec.minReplicas") ?? 1) &&
      text(autoscaler, "spec.scaleTargetRef.name") !== "",
    broken: [when("spec.maxReplicas", 1), when("spec.minReplicas", 0), when("spec.scaleTargetRef.name", "")],
  },
  {
    id: "api-server/volumeClaimTemplates",
    must: "ask for more storage than none, in a way that there is",
    types: ["StatefulSet"],
    holds: ({ settings }) =>
      listAt(settings, "spec", "volumeClaimTemplates").every(
        (claim) =>
          quantity(at(claim, "spec", "resources", "requests", "storage")) > 0 &&
          listAt(claim, "spec", "accessModes").length > 0,
      ),
    broken: [
      when("spec.volumeClaimTemplates.spec.resources.requests.storage", "0"),
      when("spec.volumeClaimTemplates.spec.accessModes", []),
    ],
  },
];
