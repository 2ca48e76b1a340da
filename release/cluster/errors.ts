/** The API refused. The message is the API's own. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    /** `NotFound`, `Forbidden`, `Invalid`, … as the API calls it. */
    readonly reason: string,
    message: string,
    /** What was asked: `PATCH deployments/addressbook-stable`. */
    readonly request: string,
  ) {
    super(message);
  }
}

/** The API, or what is on the way to it, does not answer, or not in time. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";

  constructor(
    message: string,
    /** What was asked: `PATCH deployments/addressbook-stable`. */
    readonly request: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
