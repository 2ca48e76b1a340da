import type { PodTemplate } from "../kinds";
import { hash, safeEncode } from "../names";

export const hashLabel = "pod-template-hash";

/**
 * The label by which the pods of one template are told from those of another. It has the form of the real one, but
 * another value: that is taken from the memory of a program in Go.
 */
export const templateHash = (template: PodTemplate, collisions: number | undefined): string =>
  safeEncode(String(hash(comparable(template) + (collisions === undefined ? "" : String(collisions)))));

export const isSameTemplate = (one: PodTemplate, other: PodTemplate): boolean => comparable(one) === comparable(other);

/** The same text for the same template, whatever the order of its fields, without the label that is made from it. */
const comparable = (template: PodTemplate): string =>
  JSON.stringify(template, (key, value: unknown) => {
    if (value === null || key === hashLabel || (Array.isArray(value) && value.length === 0)) return undefined;
    if (typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
