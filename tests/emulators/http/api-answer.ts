import type { LoggedRequest } from "../emulator";

/** What a handler answers: without a body the answer has none. */
export interface ApiAnswer {
  readonly status: number;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, and what there is to say about it in the log. */
export interface Judged {
  readonly answer: ApiAnswer;
  readonly error?: string;
  readonly verdict?: LoggedRequest["verdict"];
}

export const ok = (body: object): ApiAnswer => ({ status: 200, body });
