import { at, listAt } from "./at";
import type { Manifest } from "./manifests";

/** The template of pods within an object. */
export interface PodTemplate {
  /** `Deployment addressbook-canary` */
  readonly owner: string;
  readonly kind: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: object;
  readonly containers: readonly object[];
}

/** The pods of all Deployments, Jobs, StatefulSets and whatever else makes pods. */
export function podTemplates(objects: readonly Manifest[]): PodTemplate[] {
  return objects.flatMap((object) => {
    const template = at(object, "spec", "template");
    if (template === undefined) return [];
    return [
      {
        owner: `${String(object["kind"])} ${String(at(object, "metadata", "name"))}`,
        kind: String(object["kind"]),
        labels: at(template, "metadata", "labels") as Record<string, string>,
        spec: at(template, "spec") as object,
        containers: [
          ...listAt(template, "spec", "initContainers"),
          ...listAt(template, "spec", "containers"),
        ] as object[],
      },
    ];
  });
}

/** Whether a selector by labels finds an object with these labels. */
export function selects(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector as Record<string, string>).every(([key, value]) => labels[key] === value);
}
