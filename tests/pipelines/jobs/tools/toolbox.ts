import { existsSync } from "node:fs";
import { join } from "node:path";

import { must, tool, type Tool } from "./tool";

/** What jobs of a workflow tell each other: a pipeline sees its own, and that of those which it came from. */
export class Context {
  private readonly own = new Map<string, string>();

  constructor(private readonly parent?: Context) {}

  get(key: string): string | undefined {
    return this.own.get(key) ?? this.parent?.get(key);
  }

  put(key: string, value: string): void {
    this.own.set(key, value);
  }
}

const key = /^[\w-]{3,256}$/;

/** The programs of Semaphore's machines that pipelines call. */
export const toolbox = (context: Context): Record<string, Tool> => ({
  checkout: tool({ "": () => ({}) }),
  checksum: tool({ FILE: () => ({ stdout: "0123456789abcdef\n" }) }),
  cache: tool({ "restore KEY": () => ({}), "store KEY PATH": () => ({}) }),
  "sem-version": tool({
    "node VERSION": ({ VERSION = "" }) => {
      must(/^\d+(\.\d+){0,2}$/.test(VERSION), `Version '${VERSION}' not found`);
      return {};
    },
  }),
  "sem-context": tool({
    "get KEY": ({ KEY = "" }) => {
      if (!key.test(KEY)) return { status: 3, stderr: "Key is not valid\n" };
      const value = context.get(KEY);
      return value === undefined ? { status: 1, stderr: `Cant find the key '${KEY}'\n` } : { stdout: `${value}\n` };
    },
    "put [--force] PAIR": ({ PAIR = "", ...given }) => {
      const [name = "", value = "", ...more] = PAIR.split("=");
      if (!key.test(name) || value === "" || more.length > 0) return { status: 3, stderr: "Key or value not valid\n" };
      if (context.get(name) !== undefined && given["--force"] === undefined)
        return { status: 1, stderr: `Key '${name}' already exists\n` };
      context.put(name, value);
      return {};
    },
  }),
  artifact: tool({
    "push workflow [--force] FILE": ({ FILE = "" }, { folder }) => {
      must(existsSync(join(folder, FILE)), `Path '${FILE}' does not exist locally.`);
      return {};
    },
  }),
  "test-results": tool({
    "publish [--ignore-missing] FILE": ({ FILE = "", ...given }, { folder }) => {
      must(existsSync(join(folder, FILE)) || given["--ignore-missing"] !== undefined, `open ${FILE}: no such file`);
      return {};
    },
  }),
});
