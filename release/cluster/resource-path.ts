import { AssumptionError } from "../../constructs/errors";
import type { Selector } from "./cluster";
import { type AnyObject, type Kind, resources } from "./objects";

/** Where the API has the objects of a kind, or one of them. */
export function resourcePath(kind: Kind, namespace: string, name?: string, subresource?: string): string {
  const { path, plural, namespaced } = resources[kind];
  const parts = [
    path,
    ...(namespaced ? ["namespaces", encodeURIComponent(namespace)] : []),
    plural,
    ...(name === undefined ? [] : [encodeURIComponent(name)]),
    ...(subresource === undefined ? [] : [subresource]),
  ];
  return parts.join("/");
}

/** `deployments/addressbook-stable`, as kubectl writes it. */
export const resourceName = (kind: Kind, name?: string): string =>
  name === undefined ? resources[kind].plural : `${resources[kind].plural}/${name}`;

/** With its `?`; empty when there is nothing to ask for. */
export function query(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? "" : `?${given.join("&")}`;
}

export const labelSelector = (selector: Selector | undefined): string | undefined =>
  selector === undefined
    ? undefined
    : Object.entries(selector)
        .map(([label, value]) => `${label}=${value}`)
        .join(",");

/** The kind of an object, and its name. @throws {AssumptionError} when it is of a kind that is not in the table */
export function identityOf({ kind = "", metadata }: AnyObject): { readonly kind: Kind; readonly name: string } {
  if (!Object.hasOwn(resources, kind))
    throw new AssumptionError(`no path of the API is known for objects of kind ${kind}`);
  if (metadata?.name === undefined) throw new AssumptionError(`an object of kind ${kind} has no name`);
  return { kind: kind as Kind, name: metadata.name };
}

/** `apps/v1` */
export const apiVersionOf = (kind: Kind): string => resources[kind].path.replace(/^\/apis?\//, "");
