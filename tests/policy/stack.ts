import { leaves } from "../support/at";
import type { Settings } from "../support/terraform-json";

/** What a policy looks at: a resource, a data source, an output, or the configuration of a provider or of Terraform. */
export interface Resource {
  /** `aws_vpc`, `data.aws_availability_zones`, `output`, `provider.aws`, or `terraform`. */
  readonly type: string;
  /** The name in the JSON; unique within a stack, because CDKTF derives it from the path of the construct. */
  readonly name: string;
  readonly address: string;
  readonly settings: Settings;
}

/** What an expression of Terraform refers to, whatever it does with it. */
const reference = /(?<![\w.-])((?:data\.)?[a-z][a-z0-9_]*\.[\w-]+)\.[a-z]/g;

/** The JSON of a stack, which may be changed in a copy. */
export class Stack {
  private everything: readonly Resource[] | undefined;

  constructor(readonly json: Settings) {}

  copy(): Stack {
    return new Stack(structuredClone(this.json));
  }

  /** All resources, or those of some types, in the order of the JSON. */
  all(...types: readonly string[]): readonly Resource[] {
    this.everything ??= everythingIn(this.json);
    return types.length === 0 ? this.everything : this.everything.filter(({ type }) => types.includes(type));
  }

  /** The resource at an address. */
  find(address: string): Resource | undefined {
    return this.all().find((candidate) => candidate.address === address);
  }

  /** The resources that a value refers to, directly or somewhere within. */
  targets(value: unknown): readonly Resource[] {
    const addresses = new Set(
      leaves(value).flatMap(({ value: leaf }) =>
        typeof leaf === "string" && leaf.includes("${")
          ? [...leaf.matchAll(/\$\{[^}]*\}/g)].flatMap(([expression]) =>
              [...expression.matchAll(reference)].map(([, address]) => address),
            )
          : [],
      ),
    );
    return addresses.size === 0 ? [] : this.all().filter(({ address }) => addresses.has(address));
  }

  /** The resources of a type that refer to another one; not those that merely wait for it. */
  referrers(target: Resource, ...types: readonly string[]): readonly Resource[] {
    return this.all(...types).filter(({ settings }) =>
      this.targets(settings).some(({ address }) => address === target.address),
    );
  }

  /** Adds a resource, under a name that no other resource has. */
  add(type: string, settings: Settings): Resource {
    const taken = this.all().filter((other) => other.name.startsWith("added_")).length;
    const added = resource(type, `added_${taken}`, settings);
    const resources = (this.json["resource"] ??= {}) as Record<string, Record<string, Settings>>;
    (resources[type] ??= {})[added.name] = settings;
    this.everything = undefined;
    return added;
  }

  remove({ type, name }: Resource): void {
    const resources = this.json["resource"] as Record<string, Record<string, Settings>>;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- plain JSON
    if (resources[type] !== undefined) delete resources[type][name];
    this.everything = undefined;
  }
}

const resource = (type: string, name: string, settings: Settings, address = `${type}.${name}`): Resource => ({
  type,
  name,
  address,
  settings,
});

function everythingIn(json: Settings): Resource[] {
  const providers = Object.entries((json["provider"] ?? {}) as Record<string, Settings[]>);
  return [
    ...resourcesIn(json["resource"], ""),
    ...resourcesIn(json["data"], "data."),
    ...resourcesIn({ output: json["output"] as unknown }, ""),
    ...providers.flatMap(([cloud, configurations]) =>
      configurations.map((settings) => resource(`provider.${cloud}`, cloud, settings, `provider.${cloud}`)),
    ),
    resource("terraform", "terraform", (json["terraform"] ?? {}) as Settings, "terraform"),
  ];
}

function resourcesIn(byType: unknown, prefix: string): Resource[] {
  return Object.entries((byType ?? {}) as Record<string, Record<string, Settings> | undefined>).flatMap(
    ([type, byName]) =>
      Object.entries(byName ?? {}).map(([name, settings]) => resource(`${prefix}${type}`, name, settings)),
  );
}

/** What is set at a path such as `vpc_config.subnet_ids`. A block may be written as an object or as a list of one. */
export function setting({ settings }: Resource, path: string): unknown {
  let found: unknown = settings;
  for (const step of path.split(".")) found = (unlisted(found) as Settings | null | undefined)?.[step];
  return found ?? undefined;
}

/** The list at a path; empty when nothing is set, and of one when it is not a list. */
export function list(resource: Resource, path: string): unknown[] {
  const found = setting(resource, path);
  return found === undefined ? [] : [found].flat();
}

/** A value at a path as text; empty when nothing is set. */
export function text(resource: Resource, path: string): string {
  const found = setting(resource, path);
  return typeof found === "string" || typeof found === "number" || typeof found === "boolean" ? String(found) : "";
}

/** Sets what is at a path, and makes the blocks on the way to it. */
export function put({ settings }: Resource, path: string, value: unknown): void {
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  let block = settings;
  for (const step of steps) block = unlisted((block[step] ??= {})) as Settings;
  block[last] = value;
}

/** Takes out what is at a path. */
export function takeOut({ settings }: Resource, path: string): void {
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  let block: unknown = settings;
  for (const step of steps) block = (unlisted(block) as Settings | undefined)?.[step];
  const holder = unlisted(block) as Settings | undefined;
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- plain JSON
  if (holder !== undefined) delete holder[last];
}

const unlisted = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
