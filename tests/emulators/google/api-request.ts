import type { z } from "zod";

import type { ApiAnswer } from "../http/api-answer";
import { ApiError } from "./api-error";
import type { Cloud } from "./cloud";
import type { Operations } from "./operations";
import type { Project } from "./project";

export type Handler = (request: ApiRequest) => ApiAnswer;

/** A request on its way to whoever handles its route. */
export class ApiRequest {
  constructor(
    readonly url: URL,
    private readonly cloud: Cloud,
    private readonly named: Project | undefined,
    private readonly parameters: Readonly<Record<string, string>>,
    private readonly body: string,
  ) {}

  /** The project that the path names. */
  get project(): Project {
    if (this.named === undefined) throw new TypeError("the route has no {project}");
    return this.named;
  }

  get operations(): Operations {
    return this.cloud.operations;
  }

  /** What stands for `{name}` in the path. */
  parameter(name: string): string {
    return this.parameters[name] ?? "";
  }

  query(name: string): string | undefined {
    return this.url.searchParams.get(name) ?? undefined;
  }

  /** Members that an update is about, in the form of JSON: `dockerConfig.immutableTags`. */
  get updateMask(): readonly string[] {
    const mask = this.query("updateMask") ?? "";
    return mask
      .split(",")
      .filter((path) => path !== "")
      .map((path) => path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  }

  get buckets(): Cloud["buckets"] {
    return this.cloud.buckets;
  }

  /** The body as it came. */
  get text(): string {
    return this.body;
  }

  /**
   * The body, when the model allows it.
   *
   * @throws {ApiError} otherwise, in the words of Google's own parser
   */
  read<T>(model: z.ZodType<T>): T {
    const { data, error } = model.safeParse(withoutNull(parsed(this.body)) ?? {});
    if (error === undefined) return data;
    const messages = error.issues.flatMap((issue) => {
      const path = issue.path.join(".");
      if (issue.code !== "unrecognized_keys") return [`Invalid value at '${path}': ${issue.message}`];
      const at = path === "" ? "" : ` at '${path}'`;
      return issue.keys.map((name) => `Invalid JSON payload received. Unknown name "${name}"${at}: Cannot find field.`);
    });
    const fieldViolations = messages.map((description) => ({ description }));
    throw new ApiError(400, messages.join("\n"), {
      verdict: "invalid",
      details: [{ "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations }],
    });
  }
}

/** JSON, or undefined when there is none. */
export function parsed(body: string): unknown {
  if (body.trim() === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError(400, "Invalid JSON payload received.", { verdict: "invalid" });
  }
}

/** Google's parser takes null for a member that is not there. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== "object" || value === null) return value ?? undefined;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNull(member)]));
}
