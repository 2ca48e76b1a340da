import { posix } from "node:path";

import type { Problem } from "../../../environments/schema/problems";
import { didYouMean } from "../../../environments/schema/problems";
import type { Promotion } from "../definition";
import type { PipelineFile } from "../read-definitions";
import { type Check, type Checked, commandsOf, repeated, startedBy } from "./check";

/** Where promotions lead, and with what. */
export const promotionProblems: Check = (checked) => {
  const promotions = checked.definition.promotions ?? [];
  return [
    ...repeated(promotions.map(({ name }) => name)).map(({ index, name }) => ({
      path: `promotions.${index}.name`,
      rule: "must differ from those of other promotions",
      got: name,
    })),
    ...promotions.flatMap((promotion, index) => oneProblems(promotion, `promotions.${index}`, checked)),
  ];
};

/** The pipeline that a promotion leads to. Its path is relative to the file's own. */
export const ledToBy = (
  { pipeline_file: file }: Promotion,
  { path, pipelines }: Pick<Checked, "path" | "pipelines">,
): PipelineFile | undefined => pipelines.find((other) => other.path === targetPath(file, path));

export const targetPath = (file: string, from: string): string => posix.join(posix.dirname(from), file);

function oneProblems(promotion: Promotion, path: string, checked: Checked): Problem[] {
  const promoted = ledToBy(promotion, checked);
  const names = checked.pipelines.map((other) => posix.relative(posix.dirname(checked.path), other.path));
  const parameters = promotion.parameters?.env_vars ?? [];
  return [
    ...(promoted === undefined
      ? [
          {
            path: `${path}.pipeline_file`,
            rule: "must be the path of a pipeline, from this one's folder",
            got: promotion.pipeline_file,
            fix: didYouMean(promotion.pipeline_file, names),
          },
        ]
      : []),
    ...repeated(parameters.map(({ name }) => name)).map(({ index, name }) => ({
      path: `${path}.parameters.env_vars.${index}.name`,
      rule: "must differ from those of other parameters",
      got: name,
    })),
    ...parameters.flatMap((parameter, index) =>
      parameterProblems(parameter, promotion, promoted).map(({ path: setting, ...problem }) => ({
        path: `${path}.parameters.env_vars.${index}.${setting}`,
        ...problem,
      })),
    ),
  ];
}

type Parameter = NonNullable<Promotion["parameters"]>["env_vars"][number];

function parameterProblems(
  { name, required = true, default_value: value }: Parameter,
  { auto_promote: auto }: Promotion,
  promoted: PipelineFile | undefined,
): Problem[] {
  const problems: Problem[] = [];
  if (required && value === undefined && auto !== undefined)
    problems.push({ path: "default_value", rule: "is required, because nobody is asked when it starts by itself" });
  if (!required && value !== undefined)
    problems.push({ path: "default_value", rule: "must not be set when `required` is false", got: value });
  if (!/^[A-Za-z_]\w*$/.test(name)) problems.push({ path: "name", rule: "must be the name of a variable", got: name });
  else if (promoted !== undefined && !reads(promoted, name))
    problems.push({ path: "name", rule: `must be a variable that ${promoted.path} reads`, got: name });
  return problems;
}

/** What commands of the release tool read without being told. */
const readByRelease: Readonly<Record<string, readonly string[]>> = {
  canary: ["CANARY_PODS", "STABLE_PODS"],
  promote: ["STABLE_PODS"],
  rollback: ["STABLE_PODS"],
};

const reads = (pipeline: PipelineFile, name: string): boolean =>
  commandsOf(pipeline).some(({ command }) => new RegExp(`\\$\\{?${name}\\b`).test(command)) ||
  JSON.stringify(pipeline.definition).includes(`{{parameters.${name}`) ||
  startedBy(pipeline).some(
    ({ words: [program, tool, command = ""] }) =>
      program === "npx" && tool === "release" && readByRelease[command]?.includes(name),
  );
