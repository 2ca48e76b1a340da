import { at, listAt } from "../../support/at";
import type { Manifest } from "../../support/manifests";
import type { Settings } from "../../support/terraform-json";
import { type Resource, Stack } from "../stack";

/** What one object consists of, under the names that policies have for it. */
type Parts = Record<string, Record<string, Settings>>;

/**
 * Kubernetes objects as policies look at them: the kinds are types. Templates of pods and their containers are resources
 * too, of the types `PodTemplate` and `Container`, under the name of what they are in. They are not copies: whoever
 * changes a container has changed its Deployment.
 */
export function objectStack(objects: readonly Manifest[]): Stack {
  const resource: Parts = {};
  const add = (type: string, name: string, settings: Settings): void => {
    (resource[type] ??= {})[name] = settings;
  };
  for (const object of objects) {
    const kind = String(object["kind"]);
    const name = String(at(object, "metadata", "name"));
    add(kind, name, object);
    const template = podTemplate(object);
    if (template === undefined) continue;
    add("PodTemplate", `${kind}.${name}`, template);
    for (const container of containersIn(template)) {
      add("Container", `${kind}.${name}.${String(container["name"])}`, container);
    }
  }
  return new Stack({ resource });
}

/** The objects of a stack as they are applied. */
export const objectsOf = (stack: Stack): Settings[] =>
  stack
    .all()
    .filter(({ type }) => /^[A-Z]/.test(type) && !["PodTemplate", "Container"].includes(type))
    .map(({ settings }) => settings);

/** `Deployment.addressbook-stable` for the Deployment itself, its template and its containers. */
export const ownerOf = ({ type, name, address }: Resource): string =>
  ["PodTemplate", "Container"].includes(type) ? name.split(".").slice(0, 2).join(".") : address;

/** What makes pods has a template of them, at one place or another; a Pod is its own. */
function podTemplate(object: Manifest): Settings | undefined {
  const places = [
    ["spec", "template"],
    ["spec", "jobTemplate", "spec", "template"],
    ...(object["kind"] === "Pod" ? [[]] : []),
  ];
  return places.map((place) => at(object, ...place)).find((found) => found !== undefined) as Settings | undefined;
}

/** The containers of a template, those that run first included. */
export const containersIn = (template: object): Settings[] =>
  ["initContainers", "containers"].flatMap((list) => listAt(template, "spec", list) as Settings[]);
