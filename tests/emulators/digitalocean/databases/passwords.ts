import { randomBytes } from "node:crypto";

/** In the form of DigitalOcean's, by which scanners for secrets know them. */
export const randomPassword = (): string => `AVNS_${randomBytes(14).toString("base64url")}`;
