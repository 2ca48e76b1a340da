import { isScalar } from "yaml";

import type { FileProblems } from "../../environments/schema/problems";
import type { GeneratedFile } from "../model/generated-file";
import { reader } from "../read-files";
import { keysAt, type Workflow, workflowSchema } from "./workflow";

/** A workflow that can be read. */
export interface WorkflowFile {
  readonly path: string;
  readonly workflow: Workflow;
  /** The comment behind a value on its line, without `#`. */
  readonly commentAt: (path: readonly (string | number)[]) => string | undefined;
}

const read = reader(".github/workflows", {
  schema: workflowSchema,
  unknown: "is not a setting that workflows here have",
  namesAt: keysAt,
});

/** Reads those of the files that are workflows. */
export function readWorkflows(files: readonly GeneratedFile[]): {
  readonly workflows: readonly WorkflowFile[];
  readonly problems: FileProblems[];
} {
  const { read: found, problems } = read(files);
  const workflows = found.map(({ path, value, document }): WorkflowFile => ({
    path,
    workflow: value,
    commentAt: (place) => {
      const node = document.getIn(place, true);
      return isScalar(node) ? node.comment?.trim() : undefined;
    },
  }));
  return { workflows, problems };
}
