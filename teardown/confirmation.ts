import { createInterface } from "node:readline/promises";

import { TeardownFailure } from "./failure";
import { interruption } from "./programs";

/**
 * Asks for the name of the environment, which nobody types by accident.
 *
 * @throws {TeardownFailure} when the answer is another, or none
 */
export async function confirm(
  name: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  interrupted: AbortSignal,
): Promise<void> {
  // with `terminal`, Ctrl-C would end the question instead of the program
  const lines = createInterface({ input, output, terminal: false });
  try {
    const closed = new Promise<string>((resolve) => {
      lines.once("close", () => {
        resolve("");
      });
    });
    const answer = lines.question(`Type ${name} to go on: `, { signal: interrupted }).catch(() => {
      throw interruption();
    });
    if ((await Promise.race([answer, closed])).trim() !== name)
      throw new TeardownFailure("not confirmed, nothing was changed");
  } finally {
    lines.close();
  }
}
