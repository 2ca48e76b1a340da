import { didYouMean, type Problem, ValidationError } from "../../environments/schema/problems";
import type { AwsEmulatorOptions } from "./aws/aws-emulator";
import type { DigitaloceanEmulatorOptions } from "./digitalocean/digitalocean-emulator";
import { kinds as digitaloceanKinds } from "./digitalocean/waiting";
import type { GoogleEmulatorOptions } from "./google/google-emulator";
import { kinds as googleKinds } from "./google/waiting";

/** Clouds that can be played, each with what takes time in it. */
const kindsOf = {
  aws: ["cluster", "node-group", "add-on", "instance"],
  digitalocean: digitaloceanKinds,
  google: googleKinds,
} as const;

const clouds = Object.keys(kindsOf);

/** As they stand on the command line. */
export interface Given {
  readonly port: string;
  readonly account?: string;
  readonly fresh?: boolean;
  readonly revocations?: boolean;
  readonly creating?: string;
  readonly updating?: string;
  readonly deleting?: string;
}

/** What a cloud is played with. */
export type Settings =
  | { readonly cloud: "aws"; readonly options: AwsEmulatorOptions & { readonly account: string } }
  | { readonly cloud: "digitalocean"; readonly options: DigitaloceanEmulatorOptions; readonly revocations: boolean }
  | { readonly cloud: "google"; readonly options: GoogleEmulatorOptions };

type Durations = Readonly<Record<string, number>>;

/**
 * What was given, checked as a whole.
 *
 * @throws {ValidationError} with everything that is wrong
 */
export function readSettings(cloud: string, given: Given): Settings {
  const problems: Problem[] = [];
  const { port, account = "111122223333", fresh = false, revocations = false } = given;
  if (!isCloud(cloud)) {
    const fix = didYouMean(cloud, clouds);
    problems.push({ path: "cloud", rule: `must be one of ${clouds.join(", ")}`, got: cloud, ...(fix && { fix }) });
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    problems.push({ path: "--port", rule: "must be from 0 (any that is free) to 65535", got: port });
  if (!/^\d{12}$/.test(account)) problems.push({ path: "--account", rule: "must have 12 digits", got: account });
  if (isCloud(cloud) && cloud !== "aws" && given.account !== undefined)
    problems.push({ path: "--account", rule: "is for aws; environments of other clouds name no account" });
  if (isCloud(cloud) && cloud !== "digitalocean")
    for (const [name, isGiven] of Object.entries({ fresh, revocations }))
      if (isGiven) problems.push({ path: `--${name}`, rule: "is for digitalocean" });
  const kinds = isCloud(cloud) ? kindsOf[cloud] : [...new Set(Object.values(kindsOf).flat())];
  const durations = (phase: "creating" | "updating" | "deleting"): Durations =>
    readDurations(`--${phase}`, given[phase], kinds, problems);
  const common = {
    port: Number(port),
    creating: durations("creating"),
    updating: durations("updating"),
    deleting: durations("deleting"),
  };
  if (problems.length > 0) throw new ValidationError([{ file: "the command line", problems }]);
  switch (cloud) {
    case "digitalocean":
      return { cloud, options: { ...common, freshAccount: fresh }, revocations };
    case "google":
      return { cloud, options: { ...common, proxy: process.env["HTTPS_PROXY"] } };
    default:
      return { cloud: "aws", options: { ...common, account } };
  }
}

const isCloud = (name: string): name is keyof typeof kindsOf => clouds.includes(name);

/** `cluster=20,database=5` */
function readDurations(
  path: string,
  given: string | undefined,
  kinds: readonly string[],
  problems: Problem[],
): Durations {
  const entries = (given ?? "").split(",").filter((entry) => entry !== "" || given === "");
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const [kind = "", seconds = ""] = entry.split("=");
      if (kinds.includes(kind) && /^\d+(\.\d+)?$/.test(seconds)) return [[kind, Number(seconds)]];
      const fix = kinds.includes(kind) ? undefined : didYouMean(kind, kinds);
      problems.push({
        path,
        rule: `must be seconds for any of ${kinds.join(", ")}, as in cluster=20,${kinds.at(-1) ?? ""}=5`,
        got: entry,
        ...(fix && { fix }),
      });
      return [];
    }),
  );
}
