import type { Problem } from "../../../environments/schema/problems";
import { didYouMean } from "../../../environments/schema/problems";
import { type Check, valuesOf } from "./check";

/** Secrets that are not there. A pipeline with an unknown one fails before it begins. */
export const referenceProblems: Check = ({ definition, known: { secrets } }) => {
  if (secrets === undefined) return [];
  const named = ["secrets", "image_pull_secrets"].flatMap((setting) =>
    valuesOf(setting, definition).flatMap(({ path, value }) =>
      (value as readonly { readonly name: string }[]).map(({ name }, index) => ({
        path: `${path}.${index}.name`,
        name,
      })),
    ),
  );
  return named.flatMap(({ path, name }): Problem[] =>
    secrets.includes(name)
      ? []
      : [{ path, rule: "must be the name of a secret", got: name, fix: didYouMean(name, secrets) }],
  );
};
