import type { Block, ProviderSchema } from "../bindings/schema";
import { type Behaviour, type ProviderBehaviour, Refusal } from "../behaviours/behaviour";
import type { EphemeralResource } from "../behaviours/ephemeral";
import type { Values } from "../behaviours/values";
import { completeBlock, conform } from "./blocks";
import { LivingResources } from "./living-resources";
import { fillIn, madeUpFor } from "./made-up";
import { type Plan, planChange } from "./plan";
import { type Diagnostic, validate } from "./validate";

/** What a provider is made of. */
export interface ProviderDefinition {
  readonly schema: ProviderSchema;
  readonly behaviour: ProviderBehaviour;
  readonly ephemeral: Readonly<Record<string, EphemeralResource>>;
}

/**
 * A provider that has the schema and the rules of a real one, and a cloud of its own in memory. It makes up what the
 * cloud would answer, so it shows what Terraform would do, not whether a cloud has room for it.
 */
export class OfflineProvider {
  readonly schema: ProviderSchema;

  private readonly behaviour: ProviderBehaviour;
  private readonly living: LivingResources;
  private readonly given = new Map<string, readonly Values[]>();
  private readonly ephemeral: Readonly<Record<string, EphemeralResource>>;
  private configuration: Values = {};

  constructor({ schema, behaviour, ephemeral }: ProviderDefinition) {
    this.behaviour = behaviour;
    this.ephemeral = ephemeral;
    this.living = new LivingResources(behaviour.deletionOrder);
    this.schema = {
      ...schema,
      resources: Object.fromEntries(
        Object.entries(schema.resources).map(([type, block]) => [type, completeBlock(block, this.behaviourOf(type))]),
      ),
    };
  }

  /** Number of resources that exist. */
  get size(): number {
    return this.living.size;
  }

  validateConfiguration(config: Values): Diagnostic[] {
    return validate(this.schema.configuration, this.behaviour.configuration ?? {}, config);
  }

  configure(config: Values): void {
    this.configuration = config;
  }

  validateResource(type: string, config: Values): Diagnostic[] {
    return validate(this.block(type), this.behaviourOf(type), config);
  }

  validateDataSource(type: string, config: Values): Diagnostic[] {
    return validate(this.dataBlock(type), this.behaviour.dataSources[type] ?? {}, config);
  }

  /** A state that another provider may have written, in the form of this one's schema. */
  upgrade(type: string, state: Values): Values {
    return conform(this.block(type), state);
  }

  /** What is there. Resources that another provider made are taken over as they are. */
  read(type: string, state: Values): Values {
    const found = this.living.find(type, state["id"]);
    if (found !== undefined) return found;
    // what an older provider did not keep is looked up
    const derived = Object.entries(this.behaviour.derived?.(type, state, this.configuration, {}) ?? {});
    const values = { ...state, ...Object.fromEntries(derived.filter(([name]) => state[name] === null)) };
    this.living.put(type, values);
    return values;
  }

  /** Lets data sources find what another provider made, before any of it is read. */
  giveOut(type: string, states: readonly Values[]): void {
    this.given.set(
      type,
      states.map((state) => this.upgrade(type, state)),
    );
  }

  plan(type: string, change: { prior: Values | null; proposed: Values; config: Values }): Plan {
    return planChange({
      ...change,
      type,
      block: this.block(type),
      behaviour: this.behaviourOf(type),
      provider: this.configuration,
      derived: this.behaviour.derived,
    });
  }

  /** Creates or updates. */
  apply(type: string, planned: Values): Values {
    const made = this.made(type, planned, "");
    const values = planned["id"] === made["id"] ? made : this.unlikeOthers(type, planned, made);
    this.living.put(type, values);
    return values;
  }

  /** Deletes, unless the resource is protected or others still need it. */
  delete(type: string, state: Values): void {
    const protection = this.behaviourOf(type).undeletable?.(state);
    const obstacles = [...(protection === undefined ? [] : [protection]), ...this.living.obstacles(type, state)];
    if (obstacles.length > 0) throw new Refusal(obstacles.join("; "));
    this.living.remove(type, state["id"]);
  }

  import(type: string, id: string): Values {
    const found = this.living.find(type, id);
    if (found === undefined) throw new Refusal(`there is no ${type} with the id ${id}`);
    return found;
  }

  readDataSource(type: string, config: Values): Values {
    const block = this.dataBlock(type);
    const cloud = madeUpFor(this.configuration, type, config);
    const { planned } = planChange({
      type,
      block,
      behaviour: {},
      prior: null,
      proposed: config,
      config,
      provider: this.configuration,
    });
    const answers = this.behaviour.dataSources[type]?.answers(planned, cloud, (other) => this.existing(other)) ?? {};
    return conform(block, fillIn(block, planned, answers, cloud));
  }

  openEphemeral(type: string, config: Values): Values {
    const resource = this.ephemeral[type];
    if (resource === undefined) throw new Refusal(`there is no ephemeral ${type}`);
    return conform(resource.block, {
      ...config,
      ...resource.open(config, madeUpFor(this.configuration, type, config, process.hrtime.bigint().toString())),
    });
  }

  private existing(type: string): readonly Values[] {
    const living = this.living.ofType(type);
    return living.length > 0 ? living : (this.given.get(type) ?? []);
  }

  private made(type: string, planned: Values, salt: string): Values {
    const cloud = madeUpFor(this.configuration, type, planned, salt);
    const block = this.block(type);
    return conform(block, fillIn(block, planned, this.behaviourOf(type).answers?.(planned, cloud) ?? {}, cloud));
  }

  /** Two resources with the same settings are still two; one with a name of its own cannot be there twice. */
  private unlikeOthers(type: string, planned: Values, first: Values): Values {
    let made = first;
    for (let salt = 1; this.living.find(type, made["id"]) !== undefined; salt += 1) {
      const next = this.made(type, planned, String(salt));
      if (next["id"] === made["id"]) throw new Refusal(`${String(made["id"])} already exists`);
      made = next;
    }
    return made;
  }

  private behaviourOf(type: string): Partial<Behaviour> {
    return this.behaviour.resources[type] ?? {};
  }

  private block(type: string): Block {
    return found(this.schema.resources[type], type);
  }

  private dataBlock(type: string): Block {
    return found(this.schema.dataSources[type], type);
  }
}

function found(block: Block | undefined, type: string): Block {
  if (block === undefined) throw new Refusal(`no schema was made of ${type}`);
  return block;
}
