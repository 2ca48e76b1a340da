import { inspect } from "node:util";

const shown = "<hidden>";

/** A value that nobody may see: whoever prints what holds it, prints that something is hidden there. */
export class Confidential {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself: for what is written into a Secret, and for nothing else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}

/** Shorter ones would take ordinary words out of texts; nobody has such a password in earnest. */
const shortest = 4;

/** Takes values that nobody may see out of texts that others wrote: logs, answers of the API, what programs complain of. */
export class Redaction {
  readonly #values = new Set<string>();

  hide(confidential: Confidential): void {
    const value = confidential.reveal();
    // as it stands in a Secret, in JSON and in the address of a database
    const forms = [value, base64(value), JSON.stringify(value).slice(1, -1), encodeURIComponent(value)];
    for (const form of forms) if (form.length >= shortest) this.#values.add(form);
  }

  text(text: string): string {
    return [...this.#values]
      .sort((a, b) => b.length - a.length)
      .reduce((result, value) => result.replaceAll(value, shown), text);
  }

  /** The same error, whose texts hold none of the values, nor those of what caused it. */
  error(error: unknown): unknown {
    if (!(error instanceof Error)) return error;
    error.message = this.text(error.message);
    if (error.stack !== undefined) error.stack = this.text(error.stack);
    this.error(error.cause);
    return error;
  }
}

/** As the API of Kubernetes takes the values of a Secret. */
export const base64 = (value: string): string => Buffer.from(value).toString("base64");
