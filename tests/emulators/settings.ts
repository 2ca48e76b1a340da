import { didYouMean, type Problem, ValidationError } from "../../environments/schema/problems";
import type { AwsEmulatorOptions, Durations } from "./aws/aws-emulator";

/** Clouds that can be played. */
const clouds = ["aws"];

const kinds = ["cluster", "node-group", "add-on", "instance"];

/** As they stand on the command line. */
export interface Given {
  readonly port: string;
  readonly account: string;
  readonly creating?: string;
  readonly updating?: string;
  readonly deleting?: string;
}

/**
 * What was given, checked as a whole.
 *
 * @throws {ValidationError} with everything that is wrong
 */
export function readSettings(cloud: string, { port, account, ...waiting }: Given): AwsEmulatorOptions {
  const problems: Problem[] = [];
  if (!clouds.includes(cloud)) {
    const fix = didYouMean(cloud, clouds);
    problems.push({ path: "cloud", rule: `must be one of ${clouds.join(", ")}`, got: cloud, ...(fix && { fix }) });
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    problems.push({ path: "--port", rule: "must be from 0 (any that is free) to 65535", got: port });
  if (!/^\d{12}$/.test(account)) problems.push({ path: "--account", rule: "must have 12 digits", got: account });
  const durations = (phase: "creating" | "updating" | "deleting"): Durations =>
    readDurations(`--${phase}`, waiting[phase], problems);
  const settings = {
    port: Number(port),
    account,
    creating: durations("creating"),
    updating: durations("updating"),
    deleting: durations("deleting"),
  };
  if (problems.length > 0) throw new ValidationError([{ file: "the command line", problems }]);
  return settings;
}

/** `cluster=20,instance=5` */
function readDurations(path: string, given: string | undefined, problems: Problem[]): Durations {
  const entries = (given ?? "").split(",").filter((entry) => entry !== "" || given === "");
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const [kind = "", seconds = ""] = entry.split("=");
      if (kinds.includes(kind) && /^\d+(\.\d+)?$/.test(seconds)) return [[kind, Number(seconds)]];
      const fix = kinds.includes(kind) ? undefined : didYouMean(kind, kinds);
      problems.push({
        path,
        rule: `must be seconds for any of ${kinds.join(", ")}, as in cluster=20,instance=5`,
        got: entry,
        ...(fix && { fix }),
      });
      return [];
    }),
  );
}
