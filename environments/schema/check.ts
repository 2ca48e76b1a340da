import type { z } from "zod";

import { isPlainObject } from "./defaults";
import { type Cloud, clouds, complete, type Environment } from "./environment";
import { section } from "./fields";
import { didYouMean, type Problem } from "./problems";
import { asWritten, remainder, touches } from "./remainder";
import { environmentNameFlaw, nameProblems } from "./rules/names";
import { networkProblems } from "./rules/network";
import { platformProblems } from "./rules/platform";
import { serviceProblems } from "./rules/service";
import { textProblems } from "./rules/text";
import { serviceSchema } from "./service";
import { settingProblems } from "./setting-problems";

/** The outcome of checking one file: the complete environment, unless there are problems. */
export interface Checked {
  readonly environment?: Environment;
  readonly problems: readonly Problem[];
}

/** Relations between settings that are each right by themselves. */
const relations = [networkProblems, platformProblems, serviceProblems, nameProblems];

/**
 * Completes what an environment file exports, and finds everything that is wrong with it.
 *
 * Settings are checked one by one first. The relations between them are then checked on what is left: a wrong
 * setting is replaced by its default (or a stand-in, where it has none), so that one run tells all problems.
 */
export function checkEnvironment(name: string, written: unknown): Checked {
  const nameFlaw = environmentNameFlaw(name);
  const problems: Problem[] = nameFlaw === undefined ? [] : [{ path: "", ...nameFlaw }];
  if (!isPlainObject(written)) {
    const rule = "must export an environment by default: `export default defineEnvironment({ … })`";
    return { problems: [...problems, { path: "", rule }] };
  }

  problems.push(...textProblems(written));
  const cloud = written["cloud"];
  if (!isCloud(cloud)) {
    if (!problems.some(({ path }) => path === "cloud")) problems.push(cloudProblem(cloud));
    return { problems };
  }

  const { schema } = clouds[cloud];
  const completed = complete(cloud, written);
  // what looks like a secret must not be shown by the message of another rule
  const hidden = problems.map(({ path }) => path);
  const found = (error: z.ZodError): Problem[] =>
    settingProblems(cloud, error, completed)
      .filter(({ path }) => !hidden.includes(path))
      .map((problem) => (touches(problem.path, hidden) ? { ...problem, got: undefined } : problem));
  const parsed = schema.safeParse(completed);
  if (!parsed.success) problems.push(...found(parsed.error));

  const wrong = problems.map(({ path }) => path);
  // without a profile nobody knows the defaults that the rest is to be compared with
  if (wrong.includes("profile")) return { problems };
  let usable = wrong.length === 0 ? parsed : schema.safeParse(remainder(cloud, written, wrong));
  if (!usable.success) {
    // what decides which settings a section has was wrong, so that nobody has looked at the others yet
    const others = found(usable.error);
    problems.push(...others);
    wrong.push(...others.map(({ path }) => path));
    usable = schema.safeParse(remainder(cloud, written, wrong));
  }
  if (!usable.success) return { problems };

  const environment: Environment = { ...usable.data, name };
  problems.push(
    ...relations
      .flatMap((relation) => relation(environment))
      .map((problem) => ({ ...problem, path: asWritten(problem.path, written, wrong) }))
      .filter(({ path, related = [] }) => ![path, ...related].some((setting) => touches(setting, wrong))),
  );
  return problems.length === 0 ? { environment, problems } : { problems };
}

/** Finds what is wrong with the service that the environments share, apart from any environment. */
export function checkService(written: unknown): Problem[] {
  const problems = textProblems(written);
  const parsed = section({ service: serviceSchema }).safeParse({ service: written });
  if (parsed.success) return problems;
  const hidden = problems.map(({ path }) => path);
  const found = settingProblems("local", parsed.error, { service: written })
    .map((problem) => ({ ...problem, path: problem.path.replace(/^service\.?/, "") }))
    .filter(({ path }) => !touches(path, hidden));
  return [...problems, ...found];
}

function isCloud(value: unknown): value is Cloud {
  return typeof value === "string" && Object.hasOwn(clouds, value);
}

const otherNames: Record<string, Cloud> = {
  gcp: "google",
  gcloud: "google",
  gke: "google",
  eks: "aws",
  amazon: "aws",
  do: "digitalocean",
  doks: "digitalocean",
  kind: "local",
  minikube: "local",
};

function cloudProblem(written: unknown): Problem {
  const names = Object.keys(clouds);
  const alias = typeof written === "string" ? written.toLowerCase() : "";
  const meant = Object.hasOwn(otherNames, alias) ? otherNames[alias] : undefined;
  return {
    path: "cloud",
    rule: `${written === undefined ? "is required and " : ""}must be one of ${names.map((name) => JSON.stringify(name)).join(", ")}`,
    got: written,
    fix:
      meant !== undefined
        ? `did you mean ${JSON.stringify(meant)}?`
        : typeof written === "string"
          ? didYouMean(written, names)
          : undefined,
  };
}
