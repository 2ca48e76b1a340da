import { STATUS_CODES } from "node:http";

import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";

import { unavailability } from "../database/failures";
import { describeProblems } from "../rules";

/** Problem details for HTTP APIs (RFC 9457). */
export interface ProblemDetails {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** To be found again in the log. */
  readonly requestId: string;
  /** Each value that was refused, and where it was. */
  readonly errors?: readonly { readonly detail: string; readonly pointer?: string; readonly parameter?: string }[];
}

export const problemType = "application/problem+json; charset=utf-8";

/** Something that the client is to be told. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";
  constructor(
    readonly statusCode: number,
    detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** The longest request body. Three names of 255 characters need less, however they are written. */
export const bodyLimitBytes = 16 * 1024;

/** What Fastify refuses by itself, in our words. */
const details: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: "the path must be UTF-8, with % only before two hexadecimal digits, got: another text",
  FST_ERR_CTP_BODY_TOO_LARGE: `the body must be at most ${bodyLimitBytes} bytes, got: more`,
  FST_ERR_CTP_INVALID_MEDIA_TYPE:
    "the content type must be application/json or application/x-www-form-urlencoded, got: another one",
};

/** Answers every error as problem details; what went wrong inside is in the log only. */
export function sendProblem(error: FastifyError | HttpProblem, request: FastifyRequest, reply: FastifyReply): void {
  if ("validation" in error && error.validation !== undefined) {
    // with the values, because the validator is told to be verbose
    const found = error.validation as Parameters<typeof describeProblems>[0];
    // Fastify checks a body that is not there as if it were null
    const isBodyMissing = error.validationContext === "body" && request.body === undefined;
    const problems = describeProblems(isBodyMissing ? found.map((one) => ({ ...one, data: undefined })) : found);
    const errors = problems.map(({ property, detail }) =>
      error.validationContext === "body"
        ? { detail, pointer: property === "" ? "#" : `#/${property}` }
        : { detail, parameter: property },
    );
    send(request, reply, 400, problems.map(({ detail }) => detail).join("; "), errors);
    return;
  }
  const reason = unavailability(error);
  if (reason !== undefined) {
    request.log.warn({ err: error }, `the database is not available: ${reason}`);
    reply.header("retry-after", "1");
    send(request, reply, 503, "the database is not available; try again later");
    return;
  }
  const { statusCode = 500 } = error;
  if (statusCode >= 500) {
    request.log.error({ err: error }, "the request failed");
    send(request, reply, 500, "the service has failed; the request is in its log");
    return;
  }
  if (error instanceof HttpProblem) {
    reply.headers(error.headers);
    send(request, reply, statusCode, error.message);
  } else send(request, reply, statusCode, details[error.code] ?? "the request cannot be understood");
}

/** Nothing is at this address. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply): void {
  send(request, reply, 404, "there is nothing at this address; try the /all route");
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  detail: string,
  errors?: ProblemDetails["errors"],
): void {
  reply
    .code(status)
    .type(problemType)
    .send(problemJson(status, detail, request.id, errors));
}

export function problemJson(
  status: number,
  detail: string,
  requestId: string,
  errors?: ProblemDetails["errors"],
): string {
  const problem: ProblemDetails = { title: STATUS_CODES[status] ?? "", status, detail, requestId, errors };
  return JSON.stringify(problem);
}

const problemSchema = {
  type: "object",
  properties: {
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    requestId: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        properties: { detail: { type: "string" }, pointer: { type: "string" }, parameter: { type: "string" } },
        required: ["detail"],
      },
    },
  },
  required: ["title", "status", "detail", "requestId"],
} as const;

/** The responses with problem details, for the OpenAPI document. */
export const problemResponses = (...statuses: readonly number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: STATUS_CODES[status],
        content: { "application/problem+json": { schema: problemSchema } },
      },
    ]),
  );
