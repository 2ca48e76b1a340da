import { styleText } from "node:util";

import type { DestinationStream } from "pino";

interface Line {
  readonly time: string;
  readonly level: string;
  readonly message: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly milliseconds?: number;
  readonly err?: { readonly stack: string };
}

/** Writes the service's log for people: what happened when, and nothing to look somebody up with. */
export const readableLog: DestinationStream = {
  write(text) {
    const { time, level, message, method, path, status, milliseconds, err } = JSON.parse(text) as Line;
    const what = method === undefined ? message : `${method} ${path} ${status} ${milliseconds} ms`;
    const line = `${time.slice(11, 19)} ${what}${err === undefined ? "" : `\n${err.stack}`}`;
    const isTrouble = ["warn", "error", "fatal"].includes(level);
    process.stdout.write(`${isTrouble ? styleText("yellow", line) : line}\n`);
  },
};
