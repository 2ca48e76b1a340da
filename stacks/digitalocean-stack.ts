import { Project } from "@cdktf/provider-digitalocean/lib/project";
import { ProjectResources } from "@cdktf/provider-digitalocean/lib/project-resources";
import { DigitaloceanProvider } from "@cdktf/provider-digitalocean/lib/provider";
import type { Construct } from "constructs";

import type { Gap } from "../constructs/contracts";
import { DigitaloceanContainerRegistry } from "../constructs/digitalocean/container-registry";
import { DigitaloceanKubernetesCluster } from "../constructs/digitalocean/kubernetes-cluster";
import { DigitaloceanNetwork } from "../constructs/digitalocean/network";
import { DigitaloceanPostgresDatabase } from "../constructs/digitalocean/postgres-database";
import type { DigitaloceanEnvironment } from "../environments/schema/environment";
import { imageRepository, resourceName } from "../environments/schema/names";
import { releaseConnections } from "../environments/schema/release-pods";
import { commonTags, PlatformStack } from "./platform-stack";

/** DOKS, container registry and managed PostgreSQL in one VPC. */
export class DigitaloceanStack extends PlatformStack {
  readonly network: DigitaloceanNetwork;
  readonly cluster: DigitaloceanKubernetesCluster;
  readonly registry: DigitaloceanContainerRegistry;
  readonly database: DigitaloceanPostgresDatabase;
  readonly gaps: readonly Gap[] = [
    { capability: "immutable tags", instead: "releases name images by digest" },
    {
      capability: "clean-up of the registry",
      instead: "run `doctl registry garbage-collection start --include-untagged-manifests` from time to time",
    },
    { capability: "scan of pushed images", instead: "scan images before they are pushed" },
    { capability: "private nodes", instead: "nodes have public addresses behind the cluster's own firewall" },
    {
      capability: "passwords outside of the state",
      instead: "treat the state as a secret: encrypted, restricted, locked",
    },
    {
      capability: "a service role that can create tables",
      instead: "the administrator grants it that, once: addressbook/database/bootstrap.sql",
    },
    { capability: "workload identity", instead: "pods that need DigitalOcean's API bring a token of their own" },
    { capability: "deletion protection by the cloud", instead: "Terraform refuses the deletion (`prevent_destroy`)" },
  ];

  constructor(scope: Construct, environment: DigitaloceanEnvironment) {
    super(scope, environment);
    const name = resourceName(environment);
    const { region, maintenance } = environment;
    const tags = Object.entries(commonTags(environment)).map(([key, value]) => `${key}:${value}`);

    new DigitaloceanProvider(this, "digitalocean", {});

    const project = new Project(this, "project", {
      name,
      description: `Everything of the environment ${environment.name}`,
      purpose: "Service or API",
      environment: environment.profile === "production" ? "Production" : "Development",
    });

    this.network = new DigitaloceanNetwork(this, "network", {
      name,
      region,
      cidr: environment.network.cidr,
      // balancers that Kubernetes made are in the project, and disappear some time after their cluster
      outlivedBy: [project],
    });

    this.registry = new DigitaloceanContainerRegistry(this, "registry", {
      registryName: environment.registry.name,
      mode: environment.registry.mode,
      tier: environment.registry.tier,
      region: environment.registry.region,
      imageRepository: imageRepository(environment),
      // what runs in the cluster could not be pulled any more
      deletionProtection: environment.cluster.deletionProtection,
    });

    this.cluster = new DigitaloceanKubernetesCluster(this, "cluster", {
      name,
      region,
      network: this.network,
      podsCidr: environment.network.podsCidr,
      servicesCidr: environment.network.servicesCidr,
      kubernetesVersion: environment.cluster.kubernetesVersion,
      projectName: name,
      maintenance,
      highlyAvailable: environment.cluster.highlyAvailable,
      apiAllowedCidrs: environment.cluster.apiAllowedCidrs,
      nodeCount: environment.cluster.nodeCount,
      nodeType: environment.cluster.nodeType,
      after: this.registry.made,
      deletionProtection: environment.cluster.deletionProtection,
      disposable: environment.profile === "demo",
      tags,
    });

    this.database = new DigitaloceanPostgresDatabase(this, "database", {
      name,
      region,
      network: this.network,
      clientClusterId: this.cluster.cluster.id,
      postgresVersion: environment.database.postgresVersion,
      size: environment.database.size,
      databaseName: environment.database.name,
      userName: environment.database.user,
      // a pool of none is refused
      poolSize: Math.max(1, releaseConnections(environment)),
      maintenance,
      highlyAvailable: environment.database.highlyAvailable,
      deletionProtection: environment.database.deletionProtection,
      tags,
    });

    // the project's own list would also hold what Kubernetes creates in it, and show that as drift
    new ProjectResources(this, "project-resources", {
      project: project.id,
      resources: [this.cluster.cluster.urn, this.database.cluster.urn],
    });

    this.addOutputs(environment);
  }
}
