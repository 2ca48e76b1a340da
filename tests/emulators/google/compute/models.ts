import { z } from "zod";

import { googleZones } from "../../../../environments/schema/catalogue/google";
import { invalidField } from "./compute-error";

/** Kinds of values that several types of Compute are sent, after its discovery document. */

export const labels = z.record(z.string(), z.string());

/** Numbers of 64 bits, which JSON has as text. */
export const int64 = z.union([z.string().regex(/^-?\d+$/), z.int()]).transform(String);

const namePattern = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** https://cloud.google.com/compute/docs/naming-resources: RFC 1035, which the API checks by itself. */
export function checkName(name: string, field = "name"): void {
  if (!namePattern.test(name))
    throw invalidField(field, name, "Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)'");
}

/** @returns the scope of a region: `regions/europe-west1` */
export function scopeOf(region: string): string {
  if (!Object.hasOwn(googleZones, region)) throw invalidField("region", region, "Unknown region.");
  return `regions/${region}`;
}
