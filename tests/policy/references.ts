import { type Resource, type Stack } from "./stack";

/** The resource of a type whose attribute a value is, and nothing but that; undefined when it is anything else. */
export function referred(stack: Stack, value: unknown, type: string, attribute: string): Resource | undefined {
  const [, address, named] = /^\$\{([\w.-]+)\.(\w+)\}$/.exec(String(value)) ?? [];
  const found = address === undefined || named !== attribute ? undefined : stack.find(address);
  return found?.type === type ? found : undefined;
}

/** How an attribute of a resource is written. */
export const reference = ({ address }: Resource, attribute: string): string => `\${${address}.${attribute}}`;
