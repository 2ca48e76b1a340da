import type { z } from "zod";

import type { ApiAnswer } from "../http/api-answer";
import { ApiError } from "./api-error";

export { type ApiAnswer, ok } from "../http/api-answer";

export type Handler = (request: ApiRequest) => ApiAnswer;

export const created = (body: object): ApiAnswer => ({ status: 201, body });
export const accepted = (body?: object): ApiAnswer => (body === undefined ? { status: 202 } : { status: 202, body });
export const noContent: ApiAnswer = { status: 204 };

/** A request on its way to whoever handles its route. */
export class ApiRequest {
  constructor(
    readonly url: URL,
    private readonly parameters: Readonly<Record<string, string>>,
    private readonly body: string,
  ) {}

  /** What stands for `{name}` in the path. */
  parameter(name: string): string {
    return this.parameters[name] ?? "";
  }

  /** The body, when it is a form. */
  get form(): URLSearchParams {
    return new URLSearchParams(this.body);
  }

  /**
   * The body, when the model allows it.
   *
   * @throws {ApiError} otherwise
   */
  read<T>(model: z.ZodType<T>): T {
    const { data, error } = model.safeParse(withoutEmpty(parsed(this.body)) ?? {});
    if (error === undefined) return data;
    const problems = error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
    throw new ApiError(422, problems.join("; "), { verdict: "invalid" });
  }
}

/** JSON, or undefined when there is none. */
export function parsed(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError(400, "error parsing request body", { verdict: "invalid" });
  }
}

/** What DigitalOcean's own client writes where a setting has no value: "", null and the first second of its calendar. */
const empty: readonly unknown[] = ["", null, "0001-01-01T00:00:00Z"];

/** The body without members that say nothing. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return empty.includes(value) ? undefined : value;
  const members = Object.entries(value).filter(([, member]) => !empty.includes(member));
  return Object.fromEntries(members.map(([name, member]) => [name, withoutEmpty(member)]));
}
