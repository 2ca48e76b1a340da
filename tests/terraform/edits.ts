import { awsNodeTypes } from "../../environments/schema/catalogue/aws";
import { digitaloceanNodeTypes } from "../../environments/schema/catalogue/digitalocean";
import { googleNodeTypes } from "../../environments/schema/catalogue/google";
import type { MachineType } from "../../environments/schema/catalogue/machine";
import { kubernetesOnAws, kubernetesOnDigitalocean } from "../../environments/schema/catalogue/versions";
import {
  type CloudEnvironment,
  type EnvironmentWithNodes,
  hasNodes,
  nodeMachine,
} from "../../environments/schema/environment";
import type { Guard } from "../../plan/losses";
import { at } from "../support/at";
import type { StackJson } from "./harness/offline-providers";

/**
 * What a plan is to show: an action for every resource of a type, or for the one with a name, and nothing for all
 * others. Names are without the digits that CDKTF appends.
 */
export type Actions = Readonly<Record<string, "create" | "update" | "replace" | "delete">>;

/** An edit that teams make to the file of an environment, and what becomes of what is deployed. */
export interface Edit {
  /** The edit, to be laid over the environment. */
  readonly change: (environment: CloudEnvironment) => object;
  readonly actions: Readonly<Record<CloudEnvironment["cloud"], Actions>>;
  /** What the replacement guard refuses. @default - it loses nothing anywhere */
  readonly losses?: Readonly<Partial<Record<CloudEnvironment["cloud"], readonly Guard[]>>>;
}

/** What carries tags on AWS, those of the provider included. */
const taggedOnAws = [
  "aws_cloudwatch_log_group",
  "aws_db_instance",
  "aws_db_parameter_group",
  "aws_db_subnet_group",
  "aws_default_security_group",
  "aws_ecr_repository",
  "aws_eip",
  "aws_eks_access_entry",
  "aws_eks_addon",
  "aws_eks_cluster",
  "aws_eks_node_group",
  "aws_eks_pod_identity_association",
  "aws_flow_log",
  "aws_iam_openid_connect_provider",
  "aws_iam_role",
  "aws_internet_gateway",
  "aws_kms_key",
  // a new version, and with it new nodes one after the other: machines and disks carry them too
  "aws_launch_template",
  "aws_nat_gateway",
  "aws_route_table",
  "aws_secretsmanager_secret",
  "aws_security_group",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
  "aws_vpc_security_group_ingress_rule",
];

/** Networks, accounts, services and grants have no labels. */
const labelledOnGoogle = [
  "google_artifact_registry_repository",
  "google_compute_address",
  "google_compute_forwarding_rule",
  "google_container_cluster",
  "google_container_node_pool",
  "google_secret_manager_secret",
  "google_sql_database_instance",
];

const taggedOnDigitalocean = ["digitalocean_database_cluster", "digitalocean_kubernetes_cluster"];

const updates = (types: readonly string[]): Actions => Object.fromEntries(types.map((type) => [type, "update"]));

export const edits: Readonly<Record<string, Edit>> = {
  "node count": {
    change: (environment) =>
      hasNodes(environment) ? { cluster: { nodeCount: environment.cluster.nodeCount + zoneCount(environment) } } : {},
    actions: {
      aws: { aws_eks_node_group: "update" },
      google: { google_container_node_pool: "update" },
      digitalocean: { digitalocean_kubernetes_cluster: "update" },
    },
  },
  "node size": {
    change: (environment) => (hasNodes(environment) ? { cluster: { nodeType: otherNodeType(environment) } } : {}),
    actions: {
      aws: { aws_eks_node_group: "update", aws_launch_template: "update" },
      google: { google_container_node_pool: "update" },
      digitalocean: {
        digitalocean_kubernetes_cluster: "replace",
        // they name the cluster
        digitalocean_database_firewall: "update",
        digitalocean_project_resources: "update",
      },
    },
    losses: { digitalocean: ["loseCluster"] },
  },
  tags: {
    change: () => ({ tags: { "cost-center": "platform" } }),
    actions: {
      aws: updates(taggedOnAws),
      google: updates(labelledOnGoogle),
      digitalocean: updates(taggedOnDigitalocean),
    },
  },
  "minor version of PostgreSQL": {
    // the other clouds choose it
    change: ({ cloud, database }) =>
      cloud === "aws" ? { database: { postgresMinor: (database.postgresMinor ?? 1) + 1 } } : {},
    actions: { aws: { aws_db_instance: "update" }, google: {}, digitalocean: {} },
  },
  "allow-list": {
    change: ({ cluster }) => ({ cluster: { apiAllowedCidrs: [...cluster.apiAllowedCidrs, "198.51.100.0/24"] } }),
    actions: {
      aws: { aws_eks_cluster: "update" },
      google: { google_container_cluster: "update" },
      digitalocean: { digitalocean_kubernetes_cluster: "update" },
    },
  },
};

/** A newer minor version of Kubernetes, or on Google Cloud another release channel. */
export const kubernetesUpgrade: Edit["actions"] = {
  aws: {
    aws_eks_cluster: "update",
    aws_eks_node_group: "update",
    // the other add-ons have the same version for both
    "aws_eks_addon.cluster_coredns": "update",
    "aws_eks_addon.cluster_kube-proxy": "update",
    "aws_eks_addon.cluster_metrics-server": "update",
  },
  google: { google_container_cluster: "update" },
  digitalocean: { digitalocean_kubernetes_cluster: "update" },
};

/** Two edits: to an older version of Kubernetes and to a newer one, one of which is what the environment has. */
export function kubernetesVersions(environment: CloudEnvironment): { older: object; newer: object } {
  if (environment.cloud === "google") {
    const { releaseChannel } = environment.cluster;
    return {
      older: { cluster: { releaseChannel } },
      newer: { cluster: { releaseChannel: releaseChannel === "STABLE" ? "REGULAR" : "STABLE" } },
    };
  }
  const calendar = environment.cloud === "aws" ? kubernetesOnAws : kubernetesOnDigitalocean;
  const offered = Object.keys(calendar.supported);
  const newer = Math.min(offered.indexOf(environment.cluster.kubernetesVersion) + 1, offered.length - 1);
  const to = (position: number): object => ({ cluster: { kubernetesVersion: offered[position] } });
  return { older: to(newer - 1), newer: to(newer) };
}

/**
 * The actions for each resource of a stack, by address. When one of them is guarded against what is planned for it,
 * Terraform plans nothing.
 */
export function expectedActions(json: StackJson, actions: Actions): string[] {
  const expected = Object.entries(json.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, settings]) => {
      const action = actions[type] ?? actions[`${type}.${name.replace(/_[0-9A-F]{8}$/, "")}`];
      const address = `${type}.${name}`;
      const guarded = at(settings, "lifecycle", "prevent_destroy") === true;
      return action === undefined ? [] : [{ action, address, refused: guarded && /replace|delete/.test(action) }];
    }),
  );
  const refused = expected.filter((change) => change.refused);
  return refused.length > 0
    ? refused.map(({ address }) => `refuse ${address}`).sort()
    : expected.map(({ action, address }) => `${action} ${address}`).sort();
}

/** A line of what `terraform plan -json` prints. */
interface PlanLine {
  readonly "@level": string;
  readonly "@message": string;
  readonly type: string;
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
  readonly diagnostic?: { readonly detail: string };
}

/** What `terraform plan -json` printed, as `expectedActions` has it. Throws on any other error. */
export function plannedActions(printed: string): string[] {
  const lines = printed
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as PlanLine);
  const errors = lines.filter((line) => line["@level"] === "error");
  const refused = errors.map(({ diagnostic }) =>
    /^Resource (?:instance )?(\S+)\s+has\s+(?:lifecycle\.)?prevent_destroy/.exec(diagnostic?.detail ?? ""),
  );
  if (refused.includes(null))
    throw new Error(errors.map((line) => `${line["@message"]}: ${line.diagnostic?.detail ?? ""}`).join("\n"));
  const changes = lines.flatMap(({ type, change }) =>
    type === "planned_change" && change !== undefined ? [change] : [],
  );
  return errors.length > 0
    ? refused.map((found) => `refuse ${found?.[1] ?? ""}`).sort()
    : changes
        .filter(({ action }) => action !== "read" && action !== "noop")
        .map(({ action, resource }) => `${action} ${resource.addr}`)
        .sort();
}

const zoneCount = (environment: EnvironmentWithNodes): number =>
  environment.cloud === "google" ? environment.cluster.zones.length : 1;

/** The next bigger machine of the same architecture, or the biggest other one where there is none. */
function otherNodeType(environment: EnvironmentWithNodes): string {
  const catalogue: Readonly<Record<string, MachineType>> = {
    aws: awsNodeTypes,
    google: googleNodeTypes,
    digitalocean: digitaloceanNodeTypes,
  }[environment.cloud];
  const { architecture, memoryMib } = nodeMachine(environment);
  const others = Object.entries(catalogue)
    .filter(([name, machine]) => name !== environment.cluster.nodeType && machine.architecture === architecture)
    .sort(([, one], [, other]) => one.memoryMib - other.memoryMib);
  const [name] = others.find(([, machine]) => machine.memoryMib > memoryMib) ?? others.at(-1) ?? [];
  if (name === undefined) throw new Error(`no other machine than that of ${environment.name} is in the catalogue`);
  return name;
}
