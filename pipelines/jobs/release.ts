import type { Artifact, Job, Step } from "../model/pipeline";
import type { Target } from "../model/target";
import { job, words } from "./job";

const reachCluster = ({ kubeconfigCommand }: Target): Step => ({
  name: "Reach the cluster",
  commands: [kubeconfigCommand],
});

const release = (command: string, { environment }: Target, ...more: readonly string[]): string =>
  words("npx", "release", command, "--environment", environment.name, ...more);

/** Where a command leaves what it has to say, for the system to show. */
const reports = (command: string, { environment }: Target): readonly Artifact[] => [
  { name: `${command}-${environment.name}`, path: `${command}-${environment.name}.xml`, always: true },
  { name: `${command}-page-${environment.name}`, path: `${command}-${environment.name}.html`, always: true },
];

const report = (command: string, target: Target): string =>
  reports(command, target)
    .map(({ path }) => words("--report", path))
    .join(" ");

/** A job that runs one command of the release tool in the target's cluster. */
const inCluster = (
  target: Target,
  command: "canary" | "promote" | "rollback",
  { name, ...given }: Partial<Omit<Job, "needs">> & Pick<Job, "name" | "steps"> & { needs?: Partial<Job["needs"]> },
): Job =>
  job({
    name,
    // the command's own time is 10 minutes
    timeoutMinutes: 20,
    leaves: reports(command, target),
    ...given,
    needs: { access: { target, work: "release" }, ...given.needs },
  });

export interface CanaryOptions {
  /** Checks who has built the image. @default - nobody has signed it */
  readonly verify?: Step;
  /** Whether the system keeps the database's login, and hands it over with each canary. */
  readonly handsOverLogin: boolean;
}

/** Brings the image to the target's registry, and a few pods of it beside stable. */
export const canary = (target: Target, { verify, handsOverLogin }: CanaryOptions): Job =>
  inCluster(target, "canary", {
    name: "Canary",
    takes: ["IMAGE"],
    needs: {
      registry: "pull",
      ...(verify === undefined ? {} : { signing: "verify" as const }),
      ...(handsOverLogin ? { databaseLogin: true as const } : {}),
    },
    steps: [
      ...(verify === undefined ? [] : [verify]),
      { name: "Log in to the registry", commands: [target.registryLoginCommand] },
      reachCluster(target),
      ...(handsOverLogin
        ? [{ name: "Hand over the database's login", commands: [release("connect", target, "--skip-bootstrap")] }]
        : []),
      {
        name: "Canary",
        commands: [
          `IMAGE="$(${release("push", target)} --image "$IMAGE")"`,
          `${release("canary", target)} --image "$IMAGE" ${report("canary", target)}`,
        ],
      },
    ],
  });

/** A person has looked, so that a verdict for which there were too few requests is no obstacle. */
export const promote = (target: Target): Job =>
  inCluster(target, "promote", {
    name: "Stable",
    takes: ["IMAGE"],
    steps: [
      reachCluster(target),
      {
        name: "Promote",
        commands: [
          `${release("promote", target, "--accept", "inconclusive")} --image "$IMAGE" ${report("promote", target)}`,
        ],
      },
    ],
  });

/**
 * Takes back what is under way.
 *
 * @param what `this image`: a release of another image is none of its business. `anything`: a person wants it
 */
export const rollback = (target: Target, what: "this image" | "anything"): Job =>
  inCluster(target, "rollback", {
    name: "Rollback",
    takes: what === "this image" ? ["IMAGE"] : [],
    steps: [
      reachCluster(target),
      {
        name: "Roll back",
        commands: [
          `${release("rollback", target)}${what === "this image" ? ` --image "$IMAGE"` : ""} ${report("rollback", target)}`,
        ],
      },
    ],
  });

/**
 * Says how things stand, and why, and keeps it as a page.
 *
 * @param after what it follows where each part has one of its own: their pages must not have the same name. @default -
 *   there is only one
 */
export function diagnose(target: Target, after?: "canary" | "stable"): Job {
  const name = ["release", ...(after === undefined ? [] : [after]), target.environment.name].join("-");
  const page = `${name}.html`;
  return job({
    name: "Diagnose",
    needs: { access: { target, work: "release" } },
    timeoutMinutes: 10,
    leaves: [{ name, path: page, always: true }],
    steps: [
      reachCluster(target),
      { name: "Keep a record", commands: [release("report", target, "--samples", "15", "--file", page)] },
      { name: "Status", commands: [release("status", target)] },
      { name: "Diagnose", commands: [release("diagnose", target)], always: true },
    ],
  });
}
