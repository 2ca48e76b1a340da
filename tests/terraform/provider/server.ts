import { resolve } from "node:path";

import { loadPackageDefinition, Server, ServerCredentials, type ServiceClientConstructor } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

import type { Block } from "../bindings/schema";
import { decodeValue, type DynamicValue, encodeValue } from "./dynamic-value";
import { Refusal } from "../behaviours/behaviour";
import type { OfflineProvider } from "./provider";
import type { Diagnostic } from "./validate";

/** What Terraform asks, as far as it is read here. */
interface Request {
  readonly type_name: string;
  readonly id: string;
  readonly config?: DynamicValue;
  readonly current_state?: DynamicValue;
  readonly prior_state?: DynamicValue;
  readonly planned_state?: DynamicValue;
  readonly proposed_new_state?: DynamicValue;
  readonly raw_state?: DynamicValue;
}

type Response = Record<string, unknown>;

/** A deletion takes a moment, as in a real cloud, so that what comes too early finds what is in its way. */
const deletionMilliseconds = 20;

/** Serves a provider over Terraform's plugin protocol, on a port of this machine. */
export class ProviderServer {
  private readonly server = new Server();

  constructor(private readonly provider: OfflineProvider) {
    const definition = loadSync(resolve("tests/terraform/provider/plugin-protocol.proto"), {
      keepCase: true,
      longs: Number,
      defaults: true,
    });
    const { tfplugin5 } = loadPackageDefinition(definition) as unknown as {
      tfplugin5: { Provider: ServiceClientConstructor };
    };
    this.server.addService(
      tfplugin5.Provider.service,
      Object.fromEntries(
        Object.entries(this.handlers()).map(([name, handler]) => [
          name,
          (call: { request: Request }, callback: (error: object | null, response?: Response) => void) => {
            answer(handler, call.request).then(
              (response) => {
                callback(null, response);
              },
              (error: unknown) => {
                callback({
                  code: 13,
                  message: error instanceof Error ? (error.stack ?? error.message) : String(error),
                });
              },
            );
          },
        ]),
      ),
    );
  }

  /** Starts it, and returns what Terraform must be told to find it. */
  async start(): Promise<object> {
    const port = await new Promise<number>((started, failed) => {
      this.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) started(bound);
        else failed(error);
      });
    });
    return {
      Protocol: "grpc",
      ProtocolVersion: 5,
      Pid: process.pid,
      // Terraform must not stop it at the end of each command
      Test: true,
      Addr: { Network: "tcp", String: `127.0.0.1:${port}` },
    };
  }

  stop(): void {
    this.server.forceShutdown();
  }

  private handlers(): Record<string, (request: Request) => Response | Promise<Response>> {
    const { provider } = this;
    return {
      GetSchema: () => ({
        provider: schemaMessage(provider.schema.configuration),
        resource_schemas: schemaMessages(provider.schema.resources),
        data_source_schemas: schemaMessages(provider.schema.dataSources),
        ephemeral_resource_schemas: schemaMessages(provider.schema.ephemeralResources),
      }),
      PrepareProviderConfig: ({ config }) => ({
        prepared_config: config,
        diagnostics: messages(provider.validateConfiguration(decodeValue(config) ?? {})),
      }),
      Configure: ({ config }) => {
        provider.configure(decodeValue(config) ?? {});
        return {};
      },
      Stop: () => ({}),
      ValidateResourceTypeConfig: ({ type_name, config }) => ({
        diagnostics: messages(provider.validateResource(type_name, decodeValue(config) ?? {})),
      }),
      ValidateDataSourceConfig: ({ type_name, config }) => ({
        diagnostics: messages(provider.validateDataSource(type_name, decodeValue(config) ?? {})),
      }),
      ValidateEphemeralResourceConfig: () => ({}),
      UpgradeResourceState: ({ type_name, raw_state }) => ({
        upgraded_state: encodeValue(provider.upgrade(type_name, decodeValue(raw_state) ?? {})),
      }),
      ReadResource: ({ type_name, current_state }) => ({
        new_state: encodeValue(provider.read(type_name, decodeValue(current_state) ?? {})),
      }),
      PlanResourceChange: ({ type_name, prior_state, proposed_new_state, config }) => {
        const proposed = decodeValue(proposed_new_state);
        if (proposed === null) return { planned_state: encodeValue(null) };
        const { planned, replaces, refused } = provider.plan(type_name, {
          prior: decodeValue(prior_state),
          proposed,
          config: decodeValue(config) ?? {},
        });
        return {
          planned_state: encodeValue(planned),
          requires_replace: replaces.map(pathMessage),
          diagnostics: messages(refused),
          // as the real ones, whose SDK cannot tell an argument that is left out from an empty one
          legacy_type_system: true,
        };
      },
      ApplyResourceChange: async ({ type_name, prior_state, planned_state }) => {
        const planned = decodeValue(planned_state);
        if (planned !== null)
          return { new_state: encodeValue(provider.apply(type_name, planned)), legacy_type_system: true };
        await new Promise((resume) => setTimeout(resume, deletionMilliseconds));
        provider.delete(type_name, decodeValue(prior_state) ?? {});
        return { new_state: encodeValue(null) };
      },
      ImportResourceState: ({ type_name, id }) => ({
        imported_resources: [{ type_name, state: encodeValue(provider.import(type_name, id)) }],
      }),
      ReadDataSource: ({ type_name, config }) => ({
        state: encodeValue(provider.readDataSource(type_name, decodeValue(config) ?? {})),
      }),
      OpenEphemeralResource: ({ type_name, config }) => ({
        result: encodeValue(provider.openEphemeral(type_name, decodeValue(config) ?? {})),
      }),
      RenewEphemeralResource: () => ({}),
      CloseEphemeralResource: () => ({}),
    };
  }
}

/** A refusal of the cloud is an answer; what Terraform would have had afterwards is what it has now. */
async function answer(
  handler: (request: Request) => Response | Promise<Response>,
  request: Request,
): Promise<Response> {
  try {
    return await handler(request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      new_state: request.prior_state,
      diagnostics: messages([{ summary: error.message, detail: "The cloud refuses it.", steps: [] }]),
    };
  }
}

const nestings = { single: 1, list: 2, set: 3, map: 4 } as const;

const schemaMessages = (blocks: Readonly<Record<string, Block>>): Record<string, object> =>
  Object.fromEntries(Object.entries(blocks).map(([type, block]) => [type, schemaMessage(block)]));

const schemaMessage = (block: Block): object => ({ version: 0, block: blockMessage(block) });

const blockMessage = ({ attributes, blocks }: Block): object => ({
  attributes: Object.entries(attributes).map(([name, { type, writeOnly, ...flags }]) => ({
    name,
    type: Buffer.from(JSON.stringify(type)),
    write_only: writeOnly === true,
    ...flags,
  })),
  block_types: Object.entries(blocks).map(([type_name, { nesting, minItems, maxItems, block }]) => ({
    type_name,
    block: blockMessage(block),
    nesting: nestings[nesting],
    min_items: minItems,
    max_items: maxItems,
  })),
});

const messages = (diagnostics: readonly Diagnostic[]): object[] =>
  diagnostics.map(({ summary, detail, steps }) => ({ severity: 1, summary, detail, attribute: pathMessage(steps) }));

const pathMessage = (steps: readonly (string | number)[]): object => ({
  steps: steps.map((step) => (typeof step === "number" ? { element_key_int: step } : { attribute_name: step })),
});
