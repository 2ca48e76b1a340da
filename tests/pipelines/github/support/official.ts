import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";

import type { GeneratedFile } from "../../../../pipelines/model/generated-file";

/** What the parser of GitHub's own tools has against a workflow. */
export async function officialProblems({ path: name, text: content }: GeneratedFile): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ range, rawMessage }) => `${range?.start.line ?? 0}: ${rawMessage}`);
}
