import type { Problem } from "../../../environments/schema/problems";
import { didYouMean } from "../../../environments/schema/problems";
import { type Check, valuesOf } from "./check";
import { targetPath } from "./promotions";

/** Secrets and files that are not there. A pipeline with an unknown secret fails before it begins. */
export const referenceProblems: Check = ({ path: file, definition, known: { secrets, exists } }) => {
  const named = ["secrets", "image_pull_secrets"].flatMap((setting) =>
    valuesOf(setting, definition).flatMap(({ path, value }) =>
      (value as readonly { readonly name: string }[]).map(({ name }, index) => ({
        path: `${path}.${index}.name`,
        name,
      })),
    ),
  );
  const files = ["commands_file", "task_file"].flatMap((setting) => valuesOf(setting, definition));
  return [
    ...named.flatMap(({ path, name }): Problem[] =>
      secrets === undefined || secrets.includes(name)
        ? []
        : [{ path, rule: "must be the name of a secret", got: name, fix: didYouMean(name, secrets) }],
    ),
    ...files.flatMap(({ path, value }) =>
      exists === undefined || exists(targetPath(value as string, file))
        ? []
        : [{ path, rule: "must be a file, from this one's folder", got: value }],
    ),
  ];
};
