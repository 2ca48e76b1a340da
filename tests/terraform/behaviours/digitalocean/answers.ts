import { known, type Values } from "../values";

/** When everything was made, in the notation of the provider; there is no clock in a table. */
export const createdAt = "2026-01-01 00:00:00 +0000 UTC";

/** The same, in the notation of the API. */
export const createdAtIso = "2026-01-01T00:00:00Z";

/** What was asked for, or else what the cloud chooses. */
export const orElse = (settings: Values, path: string, chosen: unknown): unknown => known(settings, path) ?? chosen;
