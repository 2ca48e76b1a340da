import type { LoggedRequest } from "../emulator";

/** Names of the statuses: https://cloud.google.com/apis/design/errors#error_codes */
const statusNames: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  501: "UNIMPLEMENTED",
  503: "UNAVAILABLE",
};

export interface ErrorOptions {
  /** @default - what fits the number */
  readonly status?: string | undefined;
  /** Word for it in the older APIs, Compute and Cloud SQL; the newer ones have none. @default - none */
  readonly reason?: string | undefined;
  readonly details?: readonly object[] | undefined;
  readonly verdict?: LoggedRequest["verdict"];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Why a request is not done, as the APIs of Google say it. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: number,
    message: string,
    readonly options: ErrorOptions = {},
  ) {
    super(message);
  }

  /** The body of the answer. */
  get body(): object {
    const { code, message } = this;
    const { status = statusNames[code], reason, details } = this.options;
    return {
      error: {
        code,
        message,
        ...(reason !== undefined && { errors: [{ message, domain: "global", reason }] }),
        ...(status !== undefined && { status }),
        ...(details !== undefined && { details }),
      },
    };
  }
}

/** What Google's clients take for a rate limit, and try again after. */
export const rateLimit: ErrorOptions = {
  reason: "rateLimitExceeded",
  details: [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "RATE_LIMIT_EXCEEDED",
      domain: "googleapis.com",
      metadata: {},
    },
  ],
};

/** What is not so now, and may be later. */
export const failedPrecondition = (message: string): ApiError =>
  new ApiError(400, message, { status: "FAILED_PRECONDITION", reason: "failedPrecondition" });

export const invalid = (message: string): ApiError => new ApiError(400, message, { reason: "badRequest" });
