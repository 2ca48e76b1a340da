import type { FileProblems } from "../../environments/schema/problems";
import { shapeAt } from "../../environments/schema/setting-problems";
import type { GeneratedFile } from "../model/generated-file";
import { reader } from "../read-files";
import { type Definition, definitionSchema } from "./definition";

/** A pipeline that can be read. */
export interface PipelineFile {
  /** Relative to the checkout: `.semaphore/semaphore.yml`. */
  readonly path: string;
  readonly definition: Definition;
}

const read = reader(".semaphore", {
  schema: definitionSchema,
  unknown: "is not a setting of Semaphore",
  namesAt: (path) => Object.keys(shapeAt(definitionSchema, path)),
});

/** Reads those of the files that are pipelines of Semaphore. */
export function readDefinitions(files: readonly GeneratedFile[]): {
  readonly pipelines: readonly PipelineFile[];
  readonly problems: FileProblems[];
} {
  const { read: found, problems } = read(files);
  return { pipelines: found.map(({ path, value }) => ({ path, definition: value })), problems };
}
