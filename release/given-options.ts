import { quoted } from "./diagnosis/commands";
import type { Diagnosis } from "./diagnosis/diagnosis";

/** What somebody has written behind a command, as far as commands that are printed need it, too. No secrets. */
export interface GivenOptions {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly databaseSecret?: string | undefined;
  readonly canaryPods?: string | undefined;
  readonly stablePods?: string | undefined;
  readonly canaryWeight?: string | undefined;
  readonly accept?: string | undefined;
  readonly to?: number | undefined;
  readonly outputs?: string | undefined;
  readonly skipBootstrap?: boolean | undefined;
  readonly resetPassword?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

type Option = keyof GivenOptions;

/** What a command is told again when it is the next one after itself. */
const own: Readonly<Record<string, readonly Option[]>> = {
  connect: ["outputs", "skipBootstrap", "resetPassword", "dryRun"],
  canary: ["canaryPods", "stablePods", "canaryWeight", "dryRun"],
  promote: ["stablePods", "accept", "dryRun"],
  rollback: ["stablePods", "to", "dryRun"],
};

/** Which commands take what is meant for more than one of them. @default - all that talk to a cluster */
const shared: readonly { readonly option: Option; readonly takenBy?: readonly string[] }[] = [
  { option: "databaseSecret", takenBy: ["connect", "canary", "promote"] },
  { option: "kubeconfig" },
  { option: "context" },
];

const withoutCluster = ["push", "test"];

/** ` --to 3`: what the same command is told once more; empty when nothing was given. */
export const againWith = (name: string, given: GivenOptions): string =>
  (own[name] ?? []).map((option) => written(option, given)).join("");

/** A command as it can be typed: whoever has named a cluster means the same one with the next command. */
export function asTyped(command: string, given: GivenOptions): string {
  const name = /^npx release (\w+)/.exec(command)?.[1];
  if (name === undefined || withoutCluster.includes(name)) return command;
  const missing = shared
    .filter(({ takenBy }) => takenBy?.includes(name) !== false)
    .map(({ option }) => (command.includes(`${flagOf(option)} `) ? "" : written(option, given)));
  return command + missing.join("");
}

/** The same for the command of a diagnosis. */
export const withTyped = (diagnosis: Diagnosis, given: GivenOptions): Diagnosis =>
  diagnosis.command === undefined ? diagnosis : { ...diagnosis, command: asTyped(diagnosis.command, given) };

function written(option: Option, given: GivenOptions): string {
  const { [option]: value } = given;
  // an empty variable is none
  if (value === undefined || value === "" || value === false) return "";
  return ` ${flagOf(option)}${value === true ? "" : ` ${quoted(String(value))}`}`;
}

const flagOf = (option: Option): string => `--${option.replace(/[A-Z]/g, "-$&").toLowerCase()}`;
