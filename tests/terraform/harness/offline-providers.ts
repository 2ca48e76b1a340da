import { ProviderBindings } from "../bindings/provider-schema";
import type { ProviderSchema } from "../bindings/schema";
import type { ProviderBehaviour } from "../behaviours/behaviour";
import { behaviours } from "../behaviours";
import { type EphemeralResource, ephemeralResources } from "../behaviours/ephemeral";
import { OfflineProvider } from "../provider/provider";
import { ProviderServer } from "../provider/server";
import type { StackState } from "./state";

/** The part of a stack's JSON that says which providers and types it needs. */
export interface StackJson {
  readonly terraform: { readonly required_providers: Readonly<Record<string, { source: string; version?: string }>> };
  readonly resource?: Readonly<Record<string, object>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly ephemeral?: Readonly<Record<string, unknown>>;
}

const none: ProviderBehaviour = { resources: {}, dataSources: {}, deletionOrder: [] };

/** The providers of a stack, running in this process. */
export class OfflineProviders {
  private constructor(
    /** By short name: `aws`. */
    readonly providers: Readonly<Record<string, OfflineProvider>>,
    private readonly servers: readonly ProviderServer[],
    /** What Terraform finds them by. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /**
   * Starts one provider for each that the stacks require, with the types that they use.
   *
   * Throws when the bindings of a provider are not installed, or were made from another version than is required.
   */
  static async start(...stacks: readonly StackJson[]): Promise<OfflineProviders> {
    const required = Object.assign({}, ...stacks.map(({ terraform }) => terraform.required_providers)) as Record<
      string,
      { source: string; version?: string }
    >;
    const providers = Object.fromEntries(
      Object.entries(required).map(([name, { version }]) => [name, createProvider(name, version, stacks)]),
    );
    const servers: ProviderServer[] = [];
    const reattach: Record<string, object> = {};
    for (const [name, provider] of Object.entries(providers)) {
      const server = new ProviderServer(provider);
      servers.push(server);
      reattach[required[name]?.source ?? name] = await server.start();
    }
    return new OfflineProviders(providers, servers, { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) });
  }

  /** Lets data sources find what is in a state. */
  giveOut({ resources }: StackState): void {
    for (const { mode, type, instances } of resources)
      if (mode === "managed")
        this.providers[type.split("_")[0] ?? ""]?.giveOut(
          type,
          instances.map(({ attributes }) => attributes),
        );
  }

  stop(): void {
    for (const server of this.servers) server.stop();
  }
}

/** A provider with exactly the types that are used, so that Terraform has little to read. */
function createProvider(name: string, version: string | undefined, stacks: readonly StackJson[]): OfflineProvider {
  const types = (kind: "resource" | "data" | "ephemeral"): string[] => [
    ...new Set(stacks.flatMap((stack) => Object.keys(stack[kind] ?? {}).filter((type) => type.split("_")[0] === name))),
  ];
  const ephemeral: Record<string, EphemeralResource> = {};
  for (const type of types("ephemeral")) {
    const resource = ephemeralResources[type];
    if (resource === undefined)
      throw new Error(`the ephemeral resource ${type} has no schema; add it to behaviours/ephemeral.ts`);
    ephemeral[type] = resource;
  }
  const schema: ProviderSchema = {
    configuration: { attributes: {}, blocks: {} },
    resources: {},
    dataSources: {},
    ephemeralResources: Object.fromEntries(Object.entries(ephemeral).map(([type, { block }]) => [type, block])),
  };
  const [resources, dataSources] = [types("resource"), types("data")];
  // a provider of ephemeral resources only has no bindings
  if (resources.length + dataSources.length === 0) return new OfflineProvider({ schema, behaviour: none, ephemeral });

  const bindings = new ProviderBindings(name);
  if (version !== undefined && version !== bindings.providerVersion)
    throw new Error(
      `the bindings of ${name} were made from ${bindings.providerVersion}, and the stack wants ${version}`,
    );
  return new OfflineProvider({
    schema: {
      ...schema,
      configuration: bindings.configuration(),
      resources: Object.fromEntries(resources.map((type) => [type, bindings.resource(type)])),
      dataSources: Object.fromEntries(dataSources.map((type) => [type, bindings.dataSource(type)])),
    },
    behaviour: behaviours[name] ?? none,
    ephemeral,
  });
}
