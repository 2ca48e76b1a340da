/** What a program was given, by the names in its usage; a switch that is there is "true". */
export type Given = Readonly<Record<string, string>>;

/**
 * A way to call a program, written as manuals do: `eks update-kubeconfig --name NAME [--alias ALIAS]`. What follows a switch
 * must not look like its value, so operands come first: `login HOST --password-stdin`. Calls may have them anywhere.
 */
export interface Usage {
  /** What it begins with; of two usages that fit the longer one is meant. */
  readonly words: readonly string[];
  readonly operands: readonly string[];
  /** Flags, and what their value is called. @default - it is a switch */
  readonly flags: ReadonlyMap<string, { readonly value?: string; readonly isRequired: boolean }>;
}

/** The arguments are not what a program accepts. */
export class Refused extends Error {}

export function parseUsage(text: string): Usage {
  const words: string[] = [];
  const operands: string[] = [];
  const flags = new Map<string, { value?: string; isRequired: boolean }>();
  for (const [part] of text.matchAll(/\[[^\]]+\]|--?[\w-]+( [A-Z_]+)?|\S+/g)) {
    const isRequired = !part.startsWith("[");
    const [name = "", value] = part.replaceAll(/[[\]]/g, "").split(" ");
    if (name.startsWith("-")) flags.set(name, { isRequired, ...(value === undefined ? {} : { value }) });
    else if (/^[A-Z_]+$/.test(name)) operands.push(name);
    else words.push(name);
  }
  return { words, operands, flags };
}

export const fits = ({ words }: Usage, args: readonly string[]): boolean =>
  words.every((word, index) => args[index] === word);

/** @throws {Refused} when something is missing, or unknown */
export function readArguments({ words, operands, flags }: Usage, args: readonly string[]): Given {
  const given: Record<string, string> = {};
  const rest = args.slice(words.length);
  const found: string[] = [];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (!arg.startsWith("-")) {
      found.push(arg);
      continue;
    }
    const [, name = arg, inline] = /^(--[^=]+)=(.*)$/s.exec(arg) ?? [];
    const flag = flags.get(name);
    if (flag === undefined) throw new Refused(`unknown flag: ${name}`);
    if (name in given) throw new Refused(`flag given twice: ${name}`);
    if (flag.value === undefined && inline !== undefined) throw new Refused(`flag takes no value: ${name}`);
    const value = flag.value === undefined ? "true" : (inline ?? rest.shift());
    if (value === undefined || value === "") throw new Refused(`flag needs a value: ${name}`);
    given[flag.value ?? name] = value;
    given[name] = value;
  }
  if (found.length !== operands.length || found.includes(""))
    throw new Refused(`wants ${operands.join(" ") || "nothing"} beside flags, got: ${found.join(" ") || "nothing"}`);
  operands.forEach((operand, index) => (given[operand] = found[index] ?? ""));
  const missing = [...flags].find(([name, { isRequired }]) => isRequired && !(name in given));
  if (missing !== undefined) throw new Refused(`flag is required: ${missing[0]}`);
  return given;
}
