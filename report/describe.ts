import { isPinned } from "../charts/image";
import { databaseConnections, type Environment } from "../environments/schema/environment";
import { releaseConnections, releasePods, total, usesDatabase } from "../environments/schema/release-pods";
import { type ReleaseStep, releaseSteps } from "../environments/schema/release-steps";
import type { Service } from "../environments/schema/service";
import { warnings } from "../environments/schema/warnings";
import type { Synthesized } from "./synthesize";

/** What the report says of one environment, in plain words. Also the shape of `--output json`. */
export interface Description extends Omit<Synthesized, "environment"> {
  readonly name: string;
  readonly cloud: string;
  readonly region: string;
  readonly profile: string;
  /** How a release goes, and what it takes at its worst moment. */
  readonly release: ReleaseDescription;
  readonly warnings: readonly string[];
  /** Commands to go on with, in order. */
  readonly next: readonly string[];
}

interface ReleaseDescription {
  readonly strategy: Service["strategy"];
  readonly steps: readonly ReleaseStep[];
  readonly mostPods: number;
  /** Connections to the database. @default - the service has nothing to do with it */
  readonly connections?: { readonly most: number; readonly available: number };
}

/** @param today ISO date, to compare the ends of support with */
export function describe({ environment, ...synthesized }: Synthesized, today: string): Description {
  return {
    name: environment.name,
    cloud: cloudNames[environment.cloud],
    region: environment.cloud === "local" ? `context ${environment.cluster.context}` : environment.region,
    profile: environment.profile,
    ...synthesized,
    release: describeRelease(environment),
    warnings: [...warnings(environment, today), ...imageWarnings(environment, synthesized.image)],
    next: nextCommands(environment),
  };
}

function describeRelease(environment: Environment): ReleaseDescription {
  const { service } = environment;
  return {
    strategy: service.strategy,
    steps: releaseSteps(service),
    mostPods: total(releasePods(service)),
    ...(usesDatabase(service) && {
      connections: { most: releaseConnections(environment), available: databaseConnections(environment) },
    }),
  };
}

const cloudNames = {
  aws: "AWS",
  google: "Google Cloud",
  digitalocean: "DigitalOcean",
  local: "existing cluster",
} as const satisfies Record<Environment["cloud"], string>;

function imageWarnings({ profile }: Environment, image: string): string[] {
  if (profile !== "production" || isPinned(image)) return [];
  return [`the image is named by its tag (${image}); give IMAGE with a digest when you release`];
}

/** How people prove to a cloud who they are. */
const logins = {
  aws: "aws sso login",
  google: "gcloud auth application-default login",
  // asked for, so that it is not in the history
  digitalocean: "read -rs DIGITALOCEAN_ACCESS_TOKEN && export DIGITALOCEAN_ACCESS_TOKEN",
} as const;

function nextCommands(environment: Environment): string[] {
  const { name } = environment;
  const release = (command: string): string => `npx release ${command} --environment ${name}`;
  if (environment.cloud === "local") return ["connect", "canary", "promote"].map(release);
  return [logins[environment.cloud], `npx cdktf diff ${name}`, `npx cdktf deploy ${name}`, release("connect")];
}
