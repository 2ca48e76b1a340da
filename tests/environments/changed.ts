import { minimal } from "../support/environments";
import { overlay } from "../support/overlay";

/** The smallest right environment of a cloud with a change laid over it, however wrong. */
export const changed = (cloud: keyof typeof minimal, change: unknown): unknown => overlay(minimal[cloud], change);
