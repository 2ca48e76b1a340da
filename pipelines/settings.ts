import type { z } from "zod";

import { parseFlawMessage } from "../environments/schema/flaw";
import { didYouMean, type Problem } from "../environments/schema/problems";
import { valueAt } from "../environments/schema/setting-problems";

/** What a kind of file may say, for those that say something else. */
export interface Settings {
  /** What is told of a setting that there is not: "is not a setting". */
  readonly unknown: string;
  /** Names of the settings that may stand at a path. */
  readonly namesAt: (path: string) => readonly string[];
}

/** What a schema has found, in the words of this project. */
export const settingProblems = ({ unknown, namesAt }: Settings, written: unknown, { issues }: z.ZodError): Problem[] =>
  issues.flatMap((issue): Problem[] => {
    const path = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        path: path === "" ? key : `${path}.${key}`,
        rule: unknown,
        fix: didYouMean(key, namesAt(path)),
      }));
    const got = valueAt(written, path);
    const { rule, fix } = parseFlawMessage(issue.message);
    return [{ path, rule: got === undefined ? `is required and ${rule}` : rule, got, fix }];
  });
