import { ApiError } from "../api-error";

/** Compute says what is wrong with a word of its own, and has no status besides. */
const computeError = (code: number, reason: string, message: string): ApiError =>
  new ApiError(code, message, { reason });

export const notFound = (path: string): ApiError =>
  computeError(404, "notFound", `The resource '${path}' was not found`);

export const alreadyExists = (path: string): ApiError =>
  computeError(409, "alreadyExists", `The resource '${path}' already exists`);

export const invalidField = (field: string, value: string, why: string): ApiError =>
  computeError(400, "invalid", `Invalid value for field 'resource.${field}': '${value}'. ${why}`);

export const badRequest = (message: string): ApiError => computeError(400, "badRequest", message);

/** @param type word of the API for it: `network`, `subnetwork` */
export const inUse = (type: string, path: string, user: string): ApiError =>
  computeError(
    400,
    "resourceInUseByAnotherResource",
    `The ${type} resource '${path}' is already being used by '${user}'`,
  );

export const notReady = (path: string): ApiError =>
  computeError(400, "resourceNotReady", `The resource '${path}' is not ready`);

/** What was changed since it was read. */
export const fingerprintConflict = (): ApiError =>
  computeError(412, "conditionNotMet", "Invalid fingerprint. The resource was changed since it was read");
