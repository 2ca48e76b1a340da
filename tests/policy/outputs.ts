import { leaves } from "../support/at";
import type { Policy } from "./policy";
import type { Resource } from "./stack";

/** The output of a name. */
export const isOutput =
  (name: string): Policy["concerns"] =>
  (output) =>
    output.name === name;

/** Whether an expression in a resource or an output names something of a kind. */
export const mentions = ({ settings }: Resource, what: RegExp): boolean =>
  leaves(settings).some(({ value }) => typeof value === "string" && value.includes("${") && what.test(value));
