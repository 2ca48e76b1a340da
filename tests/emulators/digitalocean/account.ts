import { randomUUID } from "node:crypto";

import type { Cluster } from "./kubernetes/cluster";
import { KubernetesVersions } from "./kubernetes/versions";
import type { Database } from "./databases/database";
import type { LoadBalancer, Volume } from "./leftover-resources";
import type { Project } from "./projects";
import type { Registry, Tier } from "./registries";
import type { Tag } from "./tags";
import { timestamp } from "./timestamp";
import type { Vpc } from "./vpcs";
import { DigitaloceanSchedule } from "./waiting";

/** What can differ from one account to another. */
export interface AccountSettings {
  /** Whether no region has a default VPC yet. The first VPC of a region becomes it. @default false */
  readonly freshAccount?: boolean | undefined;
  /** Names of registries that other customers have. @default - none */
  readonly takenRegistryNames?: readonly string[] | undefined;
}

/** Where the API of a cluster answers, and what its certificate is signed by. */
export interface ClusterEndpoint {
  readonly endpoint: string;
  /** In Base64. */
  readonly certificateAuthority: string;
}

/** Everything that an account of DigitalOcean holds. Rules are with the services; this only keeps and finds. */
export class Account {
  readonly id = randomUUID();
  readonly schedule = new DigitaloceanSchedule();
  readonly kubernetesVersions = new KubernetesVersions();
  readonly vpcs = new Map<string, Vpc>();
  readonly registries = new Map<string, Registry>();
  readonly clusters = new Map<string, Cluster>();
  readonly databases = new Map<string, Database>();
  readonly projects = new Map<string, Project>();
  readonly tags = new Map<string, Tag>();
  readonly loadBalancers = new Map<string, LoadBalancer>();
  readonly volumes = new Map<string, Volume>();
  /** Names of registries by the tokens that are good for them. */
  readonly registryTokens = new Map<string, string>();
  /** Plan of all registries; none before the first registry. */
  registryPlan: { tier: Tier; readonly since: string; changed: string } | undefined;
  /** @default - an address that nobody answers at */
  clusterEndpoint: ClusterEndpoint | undefined;
  readonly defaultProject: Project;

  constructor(readonly settings: AccountSettings = {}) {
    this.defaultProject = {
      id: randomUUID(),
      name: "first-project",
      description: "Update your project information under Settings",
      purpose: "Just trying out DigitalOcean",
      environment: "Development",
      isDefault: true,
      createdAt: timestamp(),
      updatedAt: timestamp(),
      resources: new Map(),
    };
    this.projects.set(this.defaultProject.id, this.defaultProject);
  }

  /** Puts a new resource into a project, or moves it there. */
  assign(urn: string, project = this.currentDefaultProject()): void {
    this.forget(urn);
    project.resources.set(urn, timestamp());
    const database = this.databases.get(urn.split(":")[2] ?? "");
    if (database !== undefined) database.projectId = project.id;
  }

  /** Takes what is deleted out of its project. */
  forget(urn: string): void {
    for (const { resources } of this.projects.values()) resources.delete(urn);
  }

  currentDefaultProject(): Project {
    return [...this.projects.values()].find(({ isDefault }) => isDefault) ?? this.defaultProject;
  }
}
