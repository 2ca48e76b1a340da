import { z } from "zod";

import { parseIpv4Range } from "../../../environments/schema/cidr";

/** Kinds of values that several services are sent, after the OpenAPI of DigitalOcean. */

export const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "must be a UUID");

export const cidr = z.string().refine((text) => parseIpv4Range(text) !== undefined, "must be a network in CIDR form");

/** resources/tags/models/tags.yml */
const tag = z
  .string()
  .regex(/^[a-zA-Z0-9_\-:]+$/, "may hold letters, digits, colons, dashes and underscores")
  .max(255);

export const tags = z.array(tag);

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** `14:00` */
export const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, "must be an hour, as in 14:00");
