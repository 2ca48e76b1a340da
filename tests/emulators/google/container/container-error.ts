import { ApiError } from "../api-error";

export const invalidArgument = (message: string): ApiError => new ApiError(400, message, { reason: "badRequest" });

export const notFound = (path: string): ApiError => new ApiError(404, `Not found: ${path}.`, { reason: "notFound" });

export const alreadyExists = (path: string): ApiError =>
  new ApiError(409, `Already exists: ${path}.`, { reason: "alreadyExists" });
