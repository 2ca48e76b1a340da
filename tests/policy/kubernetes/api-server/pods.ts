import { at, listAt } from "../../../support/at";
import { after, type Policy, when, without } from "../../policy";
import { type Resource, setting, type Stack } from "../../stack";
import { containersIn } from "../objects";
import { isDnsLabel } from "./syntax";

const types = ["PodTemplate"];
const spec = ({ settings }: Resource): Record<string, unknown> => at(settings, "spec") as Record<string, unknown>;
const withVolume = (how: string, volume: object) =>
  after(how, (template) => void (spec(template)["volumes"] = [...listAt(spec(template), "volumes"), volume]));
const withSpread = (how: string, constraint: object) =>
  after(how, (template) => {
    spec(template)["topologySpreadConstraints"] = [
      { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", ...constraint },
    ];
  });

/** Volumes of a StatefulSet are made for each of its pods. */
function claimed({ name }: Resource, stack: Stack): unknown[] {
  const owner = stack.find(name);
  return owner === undefined
    ? []
    : listAt(owner.settings, "spec", "volumeClaimTemplates").map((claim) => at(claim, "metadata", "name"));
}

/** What the API server refuses of a pod, though the schema allows it. */
export const apiServerPods: readonly Policy[] = [
  {
    id: "api-server/pod.containers",
    must: "have containers, each name once",
    types,
    holds: ({ settings }) => {
      const names = containersIn(settings).map((container) => at(container, "name"));
      return listAt(settings, "spec", "containers").length > 0 && new Set(names).size === names.length;
    },
    broken: [
      after("there are none", (template) => void (spec(template)["containers"] = [])),
      after("two have the same name", (template) => {
        const [first] = containersIn(template.settings);
        spec(template)["containers"] = [first, structuredClone(first)];
      }),
      after("one that runs first has the same name", (template) => {
        const [first] = containersIn(template.settings);
        spec(template)["initContainers"] = [{ name: at(first, "name"), image: at(first, "image") }];
      }),
    ],
  },
  {
    id: "api-server/pod.volumes",
    must: "have volumes from one source each, with names that can be such, each name once",
    types,
    holds: (template) => {
      const volumes = listAt(spec(template), "volumes") as object[];
      const names = volumes.map((volume) => at(volume, "name"));
      return (
        new Set(names).size === names.length &&
        names.every(isDnsLabel) &&
        volumes.every((volume) => Object.keys(volume).filter((key) => key !== "name").length <= 1) &&
        volumes.every((volume) =>
          ["secret", "configMap"].every((kind) => Number(at(volume, kind, "defaultMode") ?? 0) <= 0o777),
        )
      );
    },
    broken: [
      withVolume("one has the name of another", { name: "tmp", emptyDir: {} }),
      withVolume("one has a name that is none", { name: "not_a_name", emptyDir: {} }),
      withVolume("one has two sources", { name: "two", emptyDir: {}, secret: { secretName: "a" } }),
      withVolume("one has modes that there are not", {
        name: "modes",
        secret: { secretName: "a", defaultMode: 0o1000 },
      }),
    ],
  },
  {
    id: "api-server/pod.volumeMounts",
    must: "mount volumes that it has",
    types,
    holds: (template, stack) => {
      const names = [
        ...listAt(spec(template), "volumes").map((volume) => at(volume, "name")),
        ...claimed(template, stack),
      ];
      return containersIn(template.settings).every((container) =>
        listAt(container, "volumeMounts").every((mount) => names.includes(at(mount, "name"))),
      );
    },
    broken: [without("spec.volumes")],
  },
  {
    id: "api-server/pod.restartPolicy",
    must: "be restarted as what makes it does: always, or never after it ended well",
    types,
    holds: (template) =>
      /^(Job|CronJob)\./.test(template.name)
        ? ["OnFailure", "Never"].includes(String(spec(template)["restartPolicy"]))
        : template.name.startsWith("Pod.") ||
          [undefined, "Always"].includes(spec(template)["restartPolicy"] as undefined),
    broken: [
      after("it is the other way about", (template) => {
        spec(template)["restartPolicy"] = /^(Job|CronJob)\./.test(template.name) ? "Always" : "Never";
      }),
    ],
  },
  {
    id: "api-server/pod.terminationGracePeriodSeconds",
    must: "sleep no longer before it stops than it has time to",
    types,
    holds: (template) => {
      const grace = Number(setting(template, "spec.terminationGracePeriodSeconds") ?? 30);
      return (
        grace >= 0 &&
        containersIn(template.settings).every((container) => {
          const seconds = Number(at(container, "lifecycle", "preStop", "sleep", "seconds") ?? 0);
          return seconds >= 0 && seconds <= grace;
        })
      );
    },
    broken: [
      when("spec.terminationGracePeriodSeconds", -1),
      after("it sleeps for too long", (template) => {
        for (const container of containersIn(template.settings))
          container["lifecycle"] = { preStop: { sleep: { seconds: 3600 } } };
      }),
    ],
  },
  {
    id: "api-server/pod.topologySpreadConstraints",
    must: "be spread by one more pod or more, by each label once",
    types,
    holds: (template) => {
      const constraints = listAt(spec(template), "topologySpreadConstraints");
      const pairs = constraints.map(
        (constraint) => `${String(at(constraint, "topologyKey"))} ${String(at(constraint, "whenUnsatisfiable"))}`,
      );
      return (
        new Set(pairs).size === pairs.length &&
        constraints.every(
          (constraint) =>
            Number(at(constraint, "maxSkew")) >= 1 &&
            ["DoNotSchedule", "ScheduleAnyway"].includes(String(at(constraint, "whenUnsatisfiable"))),
        )
      );
    },
    broken: [
      withSpread("by none", { maxSkew: 0 }),
      withSpread("it is not said what then", { whenUnsatisfiable: "Perhaps" }),
    ],
  },
  {
    id: "api-server/pod.securityContext",
    must: "have ids that there can be",
    types,
    holds: (template) =>
      ["runAsUser", "runAsGroup", "fsGroup"].every((key) => {
        const id = setting(template, `spec.securityContext.${key}`);
        return id === undefined || (Number(id) >= 0 && Number(id) < 2 ** 31);
      }),
    broken: [when("spec.securityContext.fsGroup", -1), when("spec.securityContext.runAsUser", 2 ** 31)],
  },
];
