import { readFileSync } from "node:fs";

import { isScalar, isSeq, parseDocument } from "yaml";

/** The file that the scanner reads too. */
export const exceptionsFile = ".checkov.yaml";

/** A policy that need not hold. */
export interface Exception {
  readonly id: string;
  /** The comment on its line; empty when there is none. */
  readonly reason: string;
}

export interface Exceptions {
  /** What no environment has to meet. */
  readonly everywhere: readonly Exception[];
  /** What production meets and a demo does not. */
  readonly demo: readonly Exception[];
}

export function readExceptions(text = readFileSync(exceptionsFile, "utf8")): Exceptions {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw problem;
  const exceptions = (key: string): Exception[] => {
    const list = document.get(key);
    if (!isSeq(list)) throw new Error(`\`${key}\` in ${exceptionsFile} must be a list of ids`);
    return list.items.map((item) => {
      if (!isScalar(item)) throw new Error(`\`${key}\` in ${exceptionsFile} must be a list of ids`);
      return { id: String(item.value), reason: (item.comment ?? "").trim() };
    });
  };
  return { everywhere: exceptions("skip-check"), demo: exceptions("soft-fail-on") };
}
