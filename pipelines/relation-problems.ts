import { statSync } from "node:fs";
import { join } from "node:path";

import { oldestTerraform } from "../environments/schema/catalogue/versions";
import type { Delivery, DeliveryTarget } from "../environments/schema/delivery";
import { type CloudEnvironment, type Environment, isCloudEnvironment } from "../environments/schema/environment";
import { didYouMean, type FileProblems, type Problem } from "../environments/schema/problems";
import { isReserved } from "./github/environment-names";
import { secretProblems } from "./secret-problems";
import { isProvisioned } from "./target-settings";

/** As it is shown to people. */
export const deliveryFile = "environments/delivery.ts";

/**
 * How the settings fit the environments, what provisions them, and what is there.
 *
 * @param checkout folder in which the files are that the settings name. @default - they are not looked for
 */
export function relationProblems(
  delivery: Delivery,
  environments: readonly Environment[],
  checkout?: string,
): FileProblems[] {
  const inClouds = environments.filter(isCloudEnvironment);
  const names = inClouds.map(({ name }) => name);
  const problems: Problem[] = [];
  const proposed = delivery.github?.gitOps?.environments ?? [];
  const released = Object.keys(delivery.environments);

  const checkName = (path: string, name: string): void => {
    if (names.includes(name)) {
      if (delivery.github !== undefined) problems.push(...reservedProblems(path, name));
      return;
    }
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

  const isAnyProvisioned = inClouds.some((each) => {
    const settings = delivery.environments[each.name];
    return settings !== undefined && isProvisioned(each, settings);
  });
  problems.push(
    ...dockerfileProblems(delivery, checkout),
    ...(isAnyProvisioned ? terraformProblems(delivery) : []),
    ...secretProblems(delivery, inClouds),
  );
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
  return [...(problems.length === 0 ? [] : [{ file: deliveryFile, problems }]), ...ofEnvironments];
}

/** On GitHub it would have the name of what another environment has for plans, or for its reviewers. */
const reservedProblems = (path: string, name: string): Problem[] =>
  isReserved(name)
    ? [
        {
          path,
          rule: "must not end with -plan, -apply, -start or -promote where `github` is set",
          got: name,
          fix: "GitHub's environments for such work are called so: give its file another name",
        },
      ]
    : [];

function dockerfileProblems({ dockerfile }: Delivery, checkout: string | undefined): Problem[] {
  if (checkout === undefined || statSync(join(checkout, dockerfile), { throwIfNoEntry: false })?.isFile() === true)
    return [];
  return [
    {
      path: "dockerfile",
      rule: "must be a file that is there",
      got: dockerfile,
      fix: "write its path from the top level of this project",
    },
  ];
}

function terraformProblems({ terraformVersion }: Delivery): Problem[] {
  if (terraformVersion.localeCompare(oldestTerraform, "en", { numeric: true }) >= 0) return [];
  const rule = `must not be older than ${oldestTerraform}, which the stacks require`;
  return [{ path: "terraformVersion", rule, got: terraformVersion }];
}

function stateProblems({ state }: CloudEnvironment, settings: DeliveryTarget | undefined): Problem[] {
  if (settings?.provision !== true || state.backend !== "local") return [];
  const rule = `must not be "local" where \`provision\` in ${deliveryFile} is true`;
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
        rule: `is required, because ${deliveryFile} has workflows of GitHub`,
        fix: `set { repository: ${JSON.stringify(repository)} }`,
      },
    ];
  // GitHub's numbers of owner and repository
  if (trusted.replaceAll(/@\d+/g, "") === repository) return [];
  return [
    {
      path: "ci.github.repository",
      rule: `must be the \`github.repository\` of ${deliveryFile}, ${JSON.stringify(repository)}`,
      got: trusted,
    },
  ];
}
