import { fits, type Given, parseUsage, readArguments, Refused } from "./usage";

/** A program was run. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly folder: string;
  /** All of its standard input; nothing waits for a person there. */
  readonly input: string;
}

export interface Answer {
  /** @default 0 */
  readonly status?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Arguments of the Node.js that goes on. @default - it ends */
  readonly then?: readonly string[];
}

/** What a program would do, as far as the project can tell. */
export type Tool = (call: Call) => Answer;

type Command = (given: Given, call: Call) => Answer;

/** A program that can be called in these ways, and refuses all others, as the real one does. */
export function tool(commands: Readonly<Record<string, Command>>): Tool {
  const known = Object.entries(commands)
    .map(([usage, run]) => ({ usage: parseUsage(usage), run }))
    .sort((a, b) => b.usage.words.length - a.usage.words.length);
  return (call) => {
    const meant = known.find(({ usage }) => fits(usage, call.args));
    try {
      if (meant === undefined) throw new Refused(`unknown command: ${call.args.join(" ")}`);
      return meant.run(readArguments(meant.usage, call.args), call);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { status: 2, stderr: `${call.program}: ${error.message}\n` };
    }
  };
}

/** @throws {Refused} with these words, unless it holds */
export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Refused(otherwise);
}
