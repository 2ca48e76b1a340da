/** What is wrong with a value: the rule it breaks and, where it helps, what to do. */
export interface Flaw {
  /** Follows the path of the setting: "must be …". */
  readonly rule: string;
  readonly fix?: string | undefined;
}

const separator = "\n";

/** Carries a flaw through the message of a validation issue, the only text that the library hands on. */
export function flawMessage({ rule, fix }: Flaw): string {
  return fix === undefined ? rule : `${rule}${separator}${fix}`;
}

export function parseFlawMessage(message: string): Flaw {
  const [rule = "", fix] = message.split(separator);
  return { rule, fix };
}
