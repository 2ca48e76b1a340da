import { changedEnvironment } from "../support/changed-environment";
import { minimalClouds, stackJson } from "../support/every-environment";
import type { StackJson } from "./harness/offline-providers";
import { OfflineWorkspace } from "./harness/offline-workspace";
import type { PlannedChange } from "../../plan/planned-changes";
import { withTerraform } from "./harness/with-terraform";
import { mergedStacks } from "./harness/wrong-configurations";
import { lossOf } from "../../plan/losses";

/** What is lost, with the arguments that are the reason. */
type Losses = Readonly<Record<string, readonly string[]>>;

interface Replacement {
  readonly what: string;
  readonly change: object;
  /** By type, without what carries nothing of its own. */
  readonly losses: Losses;
}

const replacements: Readonly<Record<string, readonly Replacement[]>> = {
  aws: [
    { what: "another size of the nodes", change: { cluster: { nodeType: "t3.large" } }, losses: {} },
    {
      what: "nodes of another architecture",
      change: { cluster: { nodeType: "t4g.medium" } },
      losses: { aws_eks_node_group: ["ami_type"] },
    },
    {
      what: "another name",
      change: { project: "other" },
      losses: {
        aws_db_instance: [],
        aws_ecr_repository: ["name"],
        aws_eks_cluster: ["name", "role_arn"],
        aws_eks_node_group: ["cluster_name", "launch_template.id", "node_role_arn"],
        aws_secretsmanager_secret: ["name"],
      },
    },
    {
      what: "another region",
      change: { region: "eu-west-1" },
      losses: {
        aws_db_instance: ["region"],
        aws_ecr_repository: ["region"],
        aws_eks_cluster: ["region"],
        aws_eks_node_group: ["launch_template.id", "region", "subnet_ids"],
        aws_secretsmanager_secret: ["region"],
        aws_vpc: ["region"],
      },
    },
    {
      what: "another network",
      change: { network: { cidr: "10.40.0.0/16" } },
      losses: { aws_db_instance: [], aws_eks_cluster: [], aws_eks_node_group: ["subnet_ids"], aws_vpc: ["cidr_block"] },
    },
    {
      what: "another name of the database",
      change: { database: { name: "other" } },
      losses: { aws_db_instance: ["db_name"] },
    },
    { what: "a minor version of PostgreSQL", change: { database: { postgresMinor: 4 } }, losses: {} },
    { what: "nodes without the internet", change: { network: { nat: "none" } }, losses: {} },
    { what: "a gateway in each zone", change: { network: { nat: "per-zone" } }, losses: {} },
  ],
  google: [
    { what: "another size of the nodes", change: { cluster: { nodeType: "e2-standard-2" } }, losses: {} },
    {
      what: "another name",
      change: { project: "other" },
      losses: {
        google_artifact_registry_repository: ["repository_id"],
        google_compute_network: ["name"],
        google_container_cluster: ["name", "network", "subnetwork"],
        google_container_node_pool: ["cluster"],
        google_secret_manager_secret: ["secret_id"],
        google_sql_database: ["instance"],
        google_sql_database_instance: ["name"],
      },
    },
    {
      what: "another region",
      change: { region: "europe-west3" },
      losses: {
        google_artifact_registry_repository: ["location"],
        google_container_cluster: ["location", "subnetwork"],
        google_container_node_pool: ["cluster"],
        google_secret_manager_secret: ["replication.user_managed.replicas.location"],
        google_sql_database_instance: ["region"],
      },
    },
    {
      what: "another network for the nodes",
      change: { network: { nodesCidr: "10.99.0.0/20" } },
      losses: { google_container_cluster: ["subnetwork"], google_container_node_pool: ["cluster"] },
    },
    {
      what: "another network for the database's endpoint",
      change: { network: { databaseCidr: "10.98.0.0/28" } },
      losses: {},
    },
    {
      what: "another generation of the database",
      change: { database: { generation: 2 } },
      losses: { google_sql_database: ["instance"], google_sql_database_instance: ["name"] },
    },
    { what: "new passwords", change: { database: { passwordVersion: 2 } }, losses: {} },
    {
      what: "Autopilot",
      change: {
        cluster: {
          autopilot: true,
          regional: undefined,
          zones: undefined,
          nodeType: undefined,
          nodeCount: undefined,
          nodeDiskGib: undefined,
        },
      },
      losses: {
        google_container_cluster: ["enable_autopilot", "initial_node_count", "location"],
        google_container_node_pool: [],
      },
    },
    {
      what: "continuous integration that may release",
      change: { ci: { github: { repository: "owner/repository" } } },
      losses: {},
    },
    { what: "every log of the database", change: { database: { auditLogs: "all" } }, losses: {} },
  ],
  digitalocean: [
    {
      what: "another size of the nodes",
      change: { cluster: { nodeType: "s-4vcpu-8gb" } },
      losses: { digitalocean_kubernetes_cluster: ["node_pool.size"] },
    },
    {
      what: "another name",
      change: { project: "other" },
      losses: {
        digitalocean_database_cluster: ["name"],
        digitalocean_database_db: ["cluster_id"],
        digitalocean_database_user: ["cluster_id"],
      },
    },
    {
      what: "another region",
      change: { region: "ams3" },
      losses: {
        digitalocean_database_cluster: ["private_network_uuid"],
        digitalocean_database_db: ["cluster_id"],
        digitalocean_database_user: ["cluster_id"],
        digitalocean_kubernetes_cluster: ["region", "vpc_uuid"],
        digitalocean_vpc: ["region"],
      },
    },
    {
      what: "another network",
      change: { network: { cidr: "10.40.0.0/20" } },
      losses: {
        digitalocean_database_cluster: ["private_network_uuid"],
        digitalocean_database_db: ["cluster_id"],
        digitalocean_database_user: ["cluster_id"],
        digitalocean_kubernetes_cluster: ["vpc_uuid"],
        digitalocean_vpc: ["ip_range"],
      },
    },
  ],
};

const lossesIn = (changes: readonly PlannedChange[]): Losses =>
  Object.fromEntries(
    changes
      .filter(({ action, type }) => (action === "replace" || action === "delete") && lossOf(type) !== undefined)
      .map(({ type, replacedBy }) => [type, [...replacedBy].sort()]),
  );

withTerraform("what an edit replaces", (binary) => {
  test.each(minimalClouds)("$cloud", async (environment) => {
    const { json } = stackJson(environment);
    const edited = (replacements[environment.cloud] ?? []).map((replacement) => ({
      ...replacement,
      json: stackJson(changedEnvironment(environment, replacement.change)).json,
    }));
    // whatever an edit brings has to be known from the start
    const all = mergedStacks([json, ...edited.map((edit) => edit.json)]);
    const workspace = await OfflineWorkspace.open(binary, all as unknown as StackJson);
    try {
      workspace.write(json);
      await workspace.succeed("init");
      await workspace.succeed("apply", "-auto-approve");
      for (const { what, json: changed, losses } of edited) {
        workspace.write(changed);
        const found = lossesIn(await workspace.plan());
        expect({ [what]: found }).toEqual({ [what]: losses });
        // the cloud accepts the order in which Terraform replaces, here and on the way back
        await workspace.succeed("apply", "plan");
        workspace.write(json);
        await workspace.succeed("apply", "-auto-approve", "-refresh=false");
      }
    } finally {
      workspace.close();
    }
  });
});
