import type { FromSchema, JSONSchema } from "json-schema-to-ts";

/** The largest number that the column `id` holds: PostgreSQL's `integer`. */
export const largestId = 2_147_483_647;

export const personId = {
  type: "integer",
  minimum: 1,
  maximum: largestId,
  description: `an integer from 1 to ${largestId}`,
} as const satisfies JSONSchema;

/** Whatever can be stored and given back as it was: PostgreSQL has no NUL, and half a character is not one. */
const storable = String.raw`^[^\u0000\uD800-\uDFFF]*$`;

const firstName = {
  type: "string",
  minLength: 1,
  maxLength: 255,
  pattern: storable,
  description: "a text of 1 to 255 characters without NUL",
} as const satisfies JSONSchema;

const lastName = {
  type: ["string", "null"],
  maxLength: 255,
  pattern: storable,
  description: "a text of at most 255 characters without NUL, or null",
} as const satisfies JSONSchema;

/** What a client sends. Other fields are ignored, so that clients may be newer than the service, as in a canary release. */
export const newPerson = {
  type: "object",
  properties: { firstName, lastName, id: personId },
  required: ["firstName"],
  description: "an object with `firstName` and, if wanted, `lastName` and `id`",
} as const satisfies JSONSchema;

export type NewPerson = FromSchema<typeof newPerson>;

const time = { type: "string", format: "date-time", description: "a time in UTC with milliseconds" } as const;

/** What a client gets. */
export const person = {
  type: "object",
  properties: { id: personId, firstName: { type: "string" }, lastName, createdAt: time, updatedAt: time },
  required: ["id", "firstName", "lastName", "createdAt", "updatedAt"],
  additionalProperties: false,
} as const satisfies JSONSchema;
