import type { Cloud } from "./cloud";
import { type ComputeCollections, computeCollections } from "./compute/collections";
import type { Cluster } from "./container/cluster";
import type { CustomRole } from "./identity/custom-roles";
import { PolicyStore } from "./identity/policy";
import type { ServiceAccount } from "./identity/service-accounts";
import type { IdentityPool } from "./identity/workload-identity-pools";
import type { Repository } from "./registry/repositories";
import type { Secret } from "./secrets/secrets";
import type { Instance } from "./sql/instance";
import { timestamp } from "./values";

let projects = 0;

/** Everything that a project of Google Cloud holds. Rules are with the services; this only keeps and finds. */
export class Project {
  readonly number = String(100_000_000_000 + ++projects);
  readonly createdAt = timestamp();
  readonly enabledServices: Set<string>;
  readonly compute: ComputeCollections;
  /** Policies of the project itself and of what is in it, by relative name. */
  readonly policies = new PolicyStore(this);
  /** By e-mail address. */
  readonly serviceAccounts = new Map<string, ServiceAccount>();
  readonly roles = new Map<string, CustomRole>();
  readonly identityPools = new Map<string, IdentityPool>();
  /** By location and name: `europe-west1/addressbook`. */
  readonly clusters = new Map<string, Cluster>();
  readonly repositories = new Map<string, Repository>();
  readonly secrets = new Map<string, Secret>();
  readonly instances = new Map<string, Instance>();
  /** Names of instances that were deleted, which stay blocked for a week. */
  readonly deletedInstances = new Set<string>();

  constructor(
    readonly id: string,
    readonly cloud: Cloud,
    enabledServices: readonly string[],
  ) {
    this.enabledServices = new Set(enabledServices);
    this.compute = computeCollections(this);
  }

  get relativeName(): string {
    return `projects/${this.id}`;
  }
}
