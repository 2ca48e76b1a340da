import type { Delivery } from "../environments/schema/delivery";
import type { CloudEnvironment } from "../environments/schema/environment";
import type { Problem } from "../environments/schema/problems";
import type { Work } from "./model/pipeline";
import { credentials } from "./semaphore/credentials";
import { isProvisioned, semaphoreSecrets } from "./target-settings";

/** A secret of Semaphore with which jobs work in an environment. */
interface Key {
  readonly environment: CloudEnvironment;
  readonly work: Work;
  readonly secret: string;
  /** Whether the settings name it. */
  readonly isNamed: boolean;
}

/**
 * Secrets of Semaphore that would be in the wrong hands, or cannot be what they are to be.
 *
 * @param environments those that there are of which the settings speak
 */
export function secretProblems(delivery: Delivery, environments: readonly CloudEnvironment[]): Problem[] {
  const keys = delivery.semaphore === undefined ? [] : keysOf(delivery, environments);
  const ofPlans = planProblems(keys);
  const ofAccounts = accountProblems(keys).filter(({ path }) => !ofPlans.some((problem) => problem.path === path));
  return [...databaseProblems(delivery), ...ofPlans, ...ofAccounts];
}

/** One login cannot be that of two databases. */
function databaseProblems({ environments }: Delivery): Problem[] {
  const secrets = Object.entries(environments).map(([name, { secrets }]) => [name, secrets?.database] as const);
  return secrets.flatMap(([name, secret], index) => {
    const first = secrets.findIndex(([, other]) => other !== undefined && other === secret);
    if (secret === undefined || first === index) return [];
    const rule = `must not be that of \`${secrets[first]?.[0] ?? ""}\`, which has another database`;
    return [{ path: `environments.${name}.secrets.database`, rule, got: secret }];
  });
}

/** In the order of the settings; those that no job gets are none. */
function keysOf({ environments: settings }: Delivery, environments: readonly CloudEnvironment[]): Key[] {
  return Object.entries(settings).flatMap(([name, written]) =>
    environments
      .filter((environment) => environment.name === name)
      .flatMap((environment) => {
        const secrets = semaphoreSecrets(environment, written);
        const works: readonly Work[] = isProvisioned(environment, written) ? ["release", "plan", "apply"] : ["release"];
        return works.flatMap((work) =>
          credentials({ environment, secrets }, work).secrets.map((secret) => ({
            environment,
            work,
            secret,
            isNamed: written.secrets?.[work] !== undefined,
          })),
        );
      }),
  );
}

const pathOf = ({ environment, work }: Key): string => `environments.${environment.name}.secrets.${work}`;

/** Every branch is planned, and whoever may push one may read what its jobs get. */
const planProblems = (keys: readonly Key[]): Problem[] =>
  keys
    .filter(({ work }) => work === "plan")
    .flatMap((key) => {
      const mightier = keys.find(({ work, secret }) => work !== "plan" && secret === key.secret);
      if (mightier === undefined) return [];
      const rule = `must not be that of \`${pathOf(mightier)}\`, because every branch gets the key of plans`;
      return [{ path: pathOf(key), rule, got: key.secret, fix: "name one whose key may only read" }];
    });

const place = { aws: "account", google: "project" } as const;

/** One key cannot be that of two accounts; and if it could, the jobs of one would reach into the other. */
const accountProblems = (keys: readonly Key[]): Problem[] =>
  keys.flatMap((key, index) => {
    const { cloud } = key.environment;
    const other = keys
      .slice(0, index)
      .find(
        ({ environment, secret }) =>
          environment.cloud === cloud && secret === key.secret && accountOf(environment) !== accountOf(key.environment),
      );
    if (other === undefined || cloud === "digitalocean") return [];
    return [
      {
        path: pathOf(key),
        rule: `must not be that of \`${other.environment.name}\`, which is in another ${place[cloud]}`,
        got: key.secret,
        fix: key.isNamed ? "name another one" : "add this setting: without it all environments of a cloud have one",
      },
    ];
  });

function accountOf(environment: CloudEnvironment): string | undefined {
  switch (environment.cloud) {
    case "aws":
      return environment.accountId;
    case "google":
      return environment.projectId;
    case "digitalocean":
      return undefined;
  }
}
