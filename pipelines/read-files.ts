import { type Document, parseDocument } from "yaml";
import type { z } from "zod";

import type { FileProblems, Problem } from "../environments/schema/problems";
import type { GeneratedFile } from "./model/generated-file";
import { settingProblems, type Settings } from "./settings";

/** A file that is what its system expects. */
export interface ReadFile<T> {
  /** Relative to the checkout. */
  readonly path: string;
  readonly value: T;
  readonly document: Document;
}

type Read<T> = ReadFile<T> | FileProblems;

/**
 * Reads the files in a folder as what they have to be; others are left alone. The checks and each story read the same
 * files, so that it is done once for each of them.
 */
export function reader<T extends z.ZodType>(folder: string, settings: Settings & { readonly schema: T }) {
  const known = new WeakMap<GeneratedFile, Read<z.output<T>>>();
  return (
    files: readonly GeneratedFile[],
  ): { readonly read: readonly ReadFile<z.output<T>>[]; readonly problems: FileProblems[] } => {
    const all = files
      .filter(({ path }) => path.startsWith(`${folder}/`))
      .map((file) => {
        const found = known.get(file) ?? read(file, settings);
        known.set(file, found);
        return found;
      });
    return {
      read: all.flatMap((each) => ("problems" in each ? [] : each)),
      problems: all.flatMap((each) => ("problems" in each ? each : [])),
    };
  };
}

function read<T extends z.ZodType>(
  { path, text }: GeneratedFile,
  settings: Settings & { readonly schema: T },
): Read<z.output<T>> {
  const document = parseDocument(text);
  const [error] = document.errors;
  // others are often nothing but its consequence
  if (error !== undefined) return { file: path, problems: [syntaxProblem(error)] };
  const written: unknown = document.toJS();
  const parsed = settings.schema.safeParse(written);
  return parsed.success
    ? { path, value: parsed.data, document }
    : { file: path, problems: settingProblems(settings, written, parsed.error) };
}

const syntaxProblem = ({ message }: Error): Problem => ({
  path: "",
  rule: `is not YAML: ${message.split(/:?\n/)[0] ?? ""}`,
});
