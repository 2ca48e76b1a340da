import { basename } from "node:path/posix";

import type { PipelineFile } from "../read-definitions";
import { startedBy } from "./check";

/** Something that a pipeline changes outside of its own machine. */
export interface Change {
  /** `roll back`: takes back what another one has released. */
  readonly kind: "release" | "roll back" | "apply";
  /** @default - the command does not say */
  readonly environment: string | undefined;
}

/** What a pipeline changes in clusters and clouds, by the project's commands or by those of others. */
export const changesOf = (pipeline: PipelineFile): Change[] =>
  startedBy(pipeline).flatMap(({ words }) => {
    const found = changeBy(words);
    // whatever it is done with
    const isRollback = found?.kind === "release" && basename(pipeline.path).includes("rollback");
    return found === undefined ? [] : [isRollback ? { ...found, kind: "roll back" } : found];
  });

const kubectlChanges = ["apply", "create", "delete", "edit", "patch", "replace", "restart", "scale", "set", "undo"];
const helmChanges = ["install", "upgrade", "uninstall", "rollback"];

function changeBy(words: readonly string[]): Change | undefined {
  const [program, ...rest] = words;
  const [command, verb = ""] = rest;
  const environment = optionOf(words, ["--environment", "-e"]);
  if (program === "npx" && command === "release") {
    if (verb === "rollback") return { kind: "roll back", environment };
    return verb === "canary" || verb === "promote" ? { kind: "release", environment } : undefined;
  }
  if (program === "npx" && command === "cdktf" && verb === "deploy") return { kind: "apply", environment: rest[2] };
  if (program === "terraform" && rest.includes("apply"))
    return { kind: "apply", environment: basename(optionOf(words, ["-chdir"]) ?? "") || undefined };
  const verbs = { kubectl: kubectlChanges, helm: helmChanges }[program ?? ""] ?? [];
  return rest.some((word) => verbs.includes(word)) ? { kind: "release", environment: undefined } : undefined;
}

/** `--name value` or `--name=value` */
function optionOf(words: readonly string[], names: readonly string[]): string | undefined {
  const joined = words.find((word) => names.some((name) => word.startsWith(`${name}=`)));
  if (joined !== undefined) return joined.slice(joined.indexOf("=") + 1);
  const at = words.findIndex((word) => names.includes(word));
  return at === -1 ? undefined : words[at + 1];
}
