import type { AwsInput } from "../../environments/schema/aws";
import { checkEnvironment } from "../../environments/schema/check";
import type { DigitaloceanInput } from "../../environments/schema/digitalocean";
import type {
  AwsEnvironment,
  CloudEnvironment,
  DigitaloceanEnvironment,
  Environment,
  GoogleEnvironment,
  LocalEnvironment,
} from "../../environments/schema/environment";
import type { GoogleInput } from "../../environments/schema/google";
import { environmentSources, loadEnvironments } from "../../environments/schema/load";
import type { LocalInput } from "../../environments/schema/local";
import { describeProblem } from "../../environments/schema/problems";

/** The smallest right environment of each cloud: required settings only. */
export const minimal = {
  aws: {
    cloud: "aws",
    profile: "demo",
    region: "eu-central-1",
    accountId: "123456789012",
    state: { backend: "local" },
    network: { cidr: "10.20.0.0/16" },
    cluster: { adminArns: ["arn:aws:iam::123456789012:role/platform"] },
  },
  google: {
    cloud: "google",
    profile: "demo",
    region: "europe-west1",
    projectId: "team-project",
    state: { backend: "local" },
  },
  digitalocean: {
    cloud: "digitalocean",
    profile: "demo",
    region: "fra1",
    state: { backend: "local" },
    network: { cidr: "10.30.0.0/20" },
    cluster: { apiAllowedCidrs: ["198.51.100.7/32"] },
    registry: { name: "team-registry" },
  },
  local: { cloud: "local", cluster: { context: "kind-test" } },
} as const satisfies { aws: AwsInput; google: GoogleInput; digitalocean: DigitaloceanInput; local: LocalInput };

/** Completes and checks an environment; throws when it is wrong. */
export function environment(name: string, input: AwsInput): AwsEnvironment;
export function environment(name: string, input: GoogleInput): GoogleEnvironment;
export function environment(name: string, input: DigitaloceanInput): DigitaloceanEnvironment;
export function environment(name: string, input: LocalInput): LocalEnvironment;
export function environment(name: string, input: unknown): Environment {
  const checked = checkEnvironment(name, input);
  if (checked.environment === undefined) throw new Error(checked.problems.map(describeProblem).join("\n"));
  return checked.environment;
}

/** The environments that the project ships. */
export const shippedEnvironments = (): Promise<Environment[]> => loadEnvironments(environmentSources());

export const isCloud = (candidate: Environment): candidate is CloudEnvironment => candidate.cloud !== "local";

/** Names of the environments that come with this project, in their order. */
export const shippedNames: readonly string[] = [
  "aws-demo",
  "aws-production",
  "digitalocean-demo",
  "digitalocean-production",
  "google-demo",
  "google-production",
  "local",
];
