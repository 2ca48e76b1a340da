import { ApiError } from "../api-error";

/** Cloud SQL says what is wrong with a word of its own. */
export const invalidRequest = (message: string): ApiError =>
  new ApiError(400, `Invalid request: ${message}`, { reason: "invalid" });

export const noInstance = (): ApiError =>
  new ApiError(404, "The Cloud SQL instance does not exist.", { reason: "instanceDoesNotExist" });

export const alreadyExists = (what: string): ApiError => new ApiError(409, what, { reason: "alreadyExists" });

/** Clients try again after it. */
export const operationInProgress = (): ApiError =>
  new ApiError(
    409,
    "Operation failed because another operation was already in progress. Try your request after the current operation is complete.",
    { reason: "operationInProgress", status: "ABORTED" },
  );
