import type { LoggedRequest } from "../emulator";

/** Why a request is not done, as the API says it. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    message: string,
    readonly options: {
      /** @default - what fits the status */
      readonly id?: string | undefined;
      readonly verdict?: LoggedRequest["verdict"];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
  }

  get id(): string {
    return this.options.id ?? errorIds[this.status] ?? "error";
  }
}

/** Short names of the statuses (responses/ in the OpenAPI of DigitalOcean). */
const errorIds: Readonly<Record<number, string>> = {
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  412: "precondition_failed",
  422: "unprocessable_entity",
  429: "too_many_requests",
  500: "server_error",
  501: "not_implemented",
  503: "service_unavailable",
};

/** The status that an error of this name has, or 400. */
export const statusOf = (id: string): number =>
  Number(Object.entries(errorIds).find(([, name]) => name === id)?.[0] ?? 400);

export const notFound = (): ApiError => new ApiError(404, "The resource you requested could not be found.");

/** What the rules of the cloud refuse, though it is well formed. */
export const unprocessable = (message: string): ApiError => new ApiError(422, message);
