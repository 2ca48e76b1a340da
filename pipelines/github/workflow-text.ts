import { Document, isMap, isScalar, type Pair, visit } from "yaml";

import { type GeneratedFile, generatedLine } from "../model/generated-file";
import { versionOf } from "./actions";

export type Permissions = Readonly<Record<string, "read" | "write">>;

/** One `uses`, or one `run`. */
export interface Step {
  readonly name: string;
  readonly id?: string | undefined;
  readonly if?: string | undefined;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly run?: string;
}

export interface Concurrency {
  readonly group: string;
  readonly "cancel-in-progress": string | boolean;
  /** Whether all wait that come meanwhile, up to a hundred, in their order. @default - only the newest of them */
  readonly queue?: "max";
}

/** What runs on one machine. Its keys are written in the order in which they are set. */
export interface RunningJob {
  readonly name: string;
  readonly needs?: readonly string[] | undefined;
  readonly if?: string | undefined;
  readonly "runs-on": string;
  readonly "timeout-minutes": number;
  readonly environment?: string | undefined;
  readonly concurrency?: Concurrency | undefined;
  readonly permissions: Permissions;
  readonly outputs?: Readonly<Record<string, string>> | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly steps: readonly Step[];
}

/** What another workflow does. */
export interface CallingJob {
  readonly name: string;
  readonly needs: readonly string[];
  readonly permissions: Permissions;
  readonly uses: string;
  readonly with: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly concurrency: Concurrency;
  readonly jobs: Readonly<Record<string, RunningJob | CallingJob>>;
}

/** Why a job may do more than read the sources; it is written beside the permission. */
const reasons: Readonly<Record<string, string>> = {
  "id-token": "who this job is, for a cloud or a signature",
  packages: "images",
  "pull-requests": "comments",
};

/**
 * A workflow as text.
 *
 * @param id the file's name without its ending
 */
export function workflowFile(id: string, { name, on, concurrency, jobs }: Workflow): GeneratedFile {
  const document = new Document(
    // bash as it is named here stops at the first error in a pipe, too; by default it does not
    { name, on, permissions: {}, concurrency, defaults: { run: { shell: "bash" } }, jobs },
    { aliasDuplicateObjects: false },
  );
  visit(document, {
    Pair: (_, pair) => {
      explain(pair);
    },
  });
  for (const map of [document.contents, document.get("jobs")])
    if (isMap(map)) for (const { key } of map.items.slice(1)) if (isScalar(key)) key.spaceBefore = true;
  return { path: `.github/workflows/${id}.yml`, text: `${generatedLine}\n${document.toString({ lineWidth: 0 })}` };
}

/** Adds what is for people only: which release a commit is, and why a job may do something. */
function explain({ key, value }: Pair): void {
  if (!isScalar(key) || !isScalar(value) || typeof key.value !== "string" || typeof value.value !== "string") return;
  const isPermission = value.value === "read" || value.value === "write";
  const comment = key.value === "uses" ? versionOf(value.value) : isPermission ? reasons[key.value] : undefined;
  if (comment !== undefined) value.comment = ` ${comment}`;
}
