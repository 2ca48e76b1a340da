import { type CloudEnvironment, type Environment, isCloudEnvironment } from "../environments/schema/environment";
import { type Delivery, deliverySchema, type DeliveryTarget } from "../environments/schema/delivery";
import { didYouMean, type FileProblems, type Problem, ValidationError } from "../environments/schema/problems";
import { shapeAt } from "../environments/schema/setting-problems";
import { createApp } from "../stacks/app";
import type { Target } from "./model/target";
import { settingProblems } from "./settings";

/** What pipelines are made of: the settings, and the environments that they speak of. */
export interface DeliveryPlan {
  readonly delivery: Delivery;
  /** What is released to by `npx release`, in the order of the settings. */
  readonly targets: readonly Target[];
  /** What is released to by pull requests in another repository. */
  readonly proposed: readonly Target[];
}

const file = "environments/delivery.ts";

const settings = {
  unknown: "is not a setting",
  namesAt: (path: string) => Object.keys(shapeAt(deliverySchema, path)),
};

/**
 * Checks how the service is to be delivered, and finds what it is delivered to.
 *
 * @param written what `environments/delivery.ts` exports
 * @param environments all that there are
 * @throws {ValidationError} with every problem
 */
export function deliveryPlan(written: unknown, environments: readonly Environment[]): DeliveryPlan {
  const parsed = deliverySchema.safeParse(written);
  if (!parsed.success)
    throw new ValidationError([{ file, problems: settingProblems(settings, written, parsed.error) }]);
  const delivery = parsed.data;
  const problems = relationProblems(delivery, environments);
  if (problems.length > 0) throw new ValidationError(problems);

  const named = (name: string): CloudEnvironment[] =>
    environments.filter(isCloudEnvironment).filter((each) => each.name === name);
  return {
    delivery,
    targets: Object.entries(delivery.environments).flatMap(([name, settings]) =>
      named(name).map((environment) => targetOf(environment, settings)),
    ),
    proposed: (delivery.github?.gitOps?.environments ?? []).flatMap((name) =>
      named(name).map((environment) => targetOf(environment, {})),
    ),
  };
}

/** As the book calls the secrets. */
const secretPrefix = { aws: "aws", google: "gcp", digitalocean: "do" } as const;

function targetOf(environment: CloudEnvironment, { canary = "automatic", provision, secrets }: DeliveryTarget): Target {
  const { stacks } = createApp([environment]);
  const [stack] = stacks;
  const prefix = secretPrefix[environment.cloud];
  return {
    environment,
    canary,
    provision: provision ?? environment.state.backend !== "local",
    secrets: {
      release: secrets?.release ?? `${prefix}-key`,
      database: secrets?.database,
      plan: secrets?.plan ?? `${prefix}-plan-key`,
      apply: secrets?.apply ?? `${prefix}-apply-key`,
    },
    kubeconfigCommand: stack?.cluster.kubeconfigCommand ?? "",
    registryLoginCommand: stack?.registry.loginCommand ?? "",
  };
}

/** How the settings fit the environments. */
function relationProblems(delivery: Delivery, environments: readonly Environment[]): FileProblems[] {
  const inClouds = environments.filter(isCloudEnvironment);
  const names = inClouds.map(({ name }) => name);
  const problems: Problem[] = [];
  const proposed = delivery.github?.gitOps?.environments ?? [];
  const released = Object.keys(delivery.environments);

  const checkName = (path: string, name: string): void => {
    if (names.includes(name)) return;
    const rule = `must be the name of an environment in a cloud (${names.join(", ")})`;
    problems.push({ path, rule, got: name, fix: didYouMean(name, names) });
  };
  for (const name of released) checkName(`environments.${name}`, name);
  for (const [index, name] of proposed.entries()) {
    checkName(`github.gitOps.environments.${index}`, name);
    if (released.includes(name) || proposed.indexOf(name) !== index)
      problems.push({
        path: `github.gitOps.environments.${index}`,
        rule: "must be an environment that nothing else delivers to",
        got: name,
        fix: "it is one of `environments`: a controller and a pipeline would undo each other's work",
      });
  }
  if (released.length + proposed.length === 0)
    problems.push({ path: "environments", rule: "must have at least one environment", got: delivery.environments });
  if (delivery.semaphore === undefined && delivery.github === undefined)
    problems.push({ path: "", rule: "must have `semaphore`, `github`, or both" });

  problems.push(...secretProblems(delivery));
  const ofEnvironments = inClouds.flatMap((environment) => {
    const { name } = environment;
    const found = [
      ...stateProblems(environment, delivery.environments[name]),
      ...(delivery.github !== undefined && (released.includes(name) || proposed.includes(name))
        ? trustProblems(environment, delivery.github.repository)
        : []),
    ];
    return found.length === 0 ? [] : [{ file: `environments/${name}.ts`, problems: found }];
  });
  return [...(problems.length === 0 ? [] : [{ file, problems }]), ...ofEnvironments];
}

/** One login cannot be that of two databases. */
function secretProblems({ environments }: Delivery): Problem[] {
  const secrets = Object.entries(environments).map(([name, { secrets }]) => [name, secrets?.database] as const);
  return secrets.flatMap(([name, secret], index) => {
    const first = secrets.findIndex(([, other]) => other !== undefined && other === secret);
    if (secret === undefined || first === index) return [];
    const rule = `must not be that of \`${secrets[first]?.[0] ?? ""}\`, which has another database`;
    return [{ path: `environments.${name}.secrets.database`, rule, got: secret }];
  });
}

function stateProblems({ state }: CloudEnvironment, settings: DeliveryTarget | undefined): Problem[] {
  if (settings?.provision !== true || state.backend !== "local") return [];
  const rule = `must not be "local" where \`provision\` in ${file} is true`;
  return [
    { path: "state.backend", rule, got: state.backend, fix: "each job has a disk of its own, which is lost with it" },
  ];
}

/** Jobs on GitHub get no keys, so that the cloud must trust them; DigitalOcean has tokens only. */
function trustProblems(environment: CloudEnvironment, repository: string): Problem[] {
  if (environment.cloud === "digitalocean") return [];
  const trusted = environment.ci.github?.repository;
  if (trusted === undefined)
    return [
      {
        path: "ci.github",
        rule: `is required, because ${file} has workflows of GitHub`,
        fix: `set { repository: ${JSON.stringify(repository)} }`,
      },
    ];
  // GitHub's numbers of owner and repository
  if (trusted.replaceAll(/@\d+/g, "") === repository) return [];
  return [
    {
      path: "ci.github.repository",
      rule: `must be the \`github.repository\` of ${file}, ${JSON.stringify(repository)}`,
      got: trusted,
    },
  ];
}
