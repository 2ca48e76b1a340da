import { isObject, type JsonObject } from "../json";
import { fieldSchema, follow, type Schema } from "../schema/schema";

/** What separates the steps of a path; it is in no name. */
const separator = "\u0000";

/** The step to a field (`f:name`), to an item with keys (`k:{"name":"app"}`) or to a value of a set (`v:"x"`). */
export type Step = string;

export const join = (path: readonly Step[]): string => path.join(separator);

/** A set of fields of an object, as managedFields list them. */
export class FieldSet {
  static readonly empty = new FieldSet(new Set());

  constructor(private readonly paths: ReadonlySet<string>) {}

  static fromFieldsV1(fields: unknown): FieldSet {
    const paths = new Set<string>();
    const collect = (node: unknown, path: string): void => {
      if (!isObject(node)) return;
      const steps = Object.keys(node);
      if (path !== "" && (steps.length === 0 || "." in node)) paths.add(path);
      for (const step of steps) {
        if (step !== ".") collect(node[step], path === "" ? step : `${path}${separator}${step}`);
      }
    };
    collect(fields, "");
    return new FieldSet(paths);
  }

  toFieldsV1(): JsonObject {
    const root: JsonObject = {};
    // a path comes right before those that go on from it
    for (const path of [...this.paths].sort()) {
      let node = root;
      for (const step of path.split(separator)) node = (node[step] ??= {}) as JsonObject;
      node["."] = {};
    }
    return sorted(root);
  }

  get isEmpty(): boolean {
    return this.paths.size === 0;
  }

  has(path: string): boolean {
    return this.paths.has(path);
  }

  union(...others: readonly FieldSet[]): FieldSet {
    return new FieldSet(new Set([this, ...others].flatMap(({ paths }) => [...paths])));
  }

  intersection(other: FieldSet): FieldSet {
    return this.filter((path) => other.has(path));
  }

  difference(other: FieldSet): FieldSet {
    return this.filter((path) => !other.has(path));
  }

  /** Without what lies at or under some fields. */
  without(prefixes: readonly string[]): FieldSet {
    return this.filter(
      (path) => !prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}${separator}`)),
    );
  }

  equals(other: FieldSet): boolean {
    return this.paths.size === other.paths.size && this.difference(other).isEmpty;
  }

  /** With the fields on the way to each one, as far as a schema gives them a name. */
  withNamedParents(schema: Schema): FieldSet {
    const all = new Set(this.paths);
    for (const path of this.paths) {
      const steps = path.split(separator);
      let at: Schema | undefined = follow(schema);
      for (const [index, step] of steps.slice(0, -1).entries()) {
        const key = step.slice(2);
        if (step.startsWith("f:") && at?.properties?.[key] !== undefined) all.add(join(steps.slice(0, index + 1)));
        const next: Schema | undefined = step.startsWith("f:") ? fieldSchema(at, key) : at?.items;
        at = next && follow(next);
      }
    }
    return new FieldSet(all);
  }

  /** As people read them, in order: `.spec.template.spec.containers[name="app"].image`. */
  describe(): string[] {
    return [...this.paths].sort().map((path) => path.split(separator).map(describeStep).join(""));
  }

  private filter(keep: (path: string) => boolean): FieldSet {
    return new FieldSet(new Set([...this.paths].filter(keep)));
  }
}

function sorted(node: JsonObject): JsonObject {
  const steps = Object.keys(node);
  if (steps.length === 1 && steps[0] === ".") return {};
  return Object.fromEntries(steps.sort().map((step) => [step, sorted(node[step] as JsonObject)]));
}

export function describeStep(step: Step): string {
  if (step.startsWith("f:")) return `.${step.slice(2)}`;
  if (step.startsWith("v:")) return `[=${step.slice(2)}]`;
  const keys = Object.entries(JSON.parse(step.slice(2)) as JsonObject);
  return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}]`;
}

/** The path to a field by the names on the way. */
export const fieldPath = (...names: readonly string[]): string => join(names.map((name) => `f:${name}`));
