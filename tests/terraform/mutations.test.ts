import { at } from "../support/at";
import { minimalClouds, stackJson } from "../support/every-environment";
import type { Values } from "./behaviours/values";
import type { StackJson } from "./harness/offline-providers";
import { OfflineWorkspace } from "./harness/offline-workspace";
import { withTerraform } from "./harness/with-terraform";

type Cloud = "aws" | "google" | "digitalocean";

/** Something that is wrong with a stack, and what Terraform says to whoever wants to deploy it. */
interface Mutation {
  readonly title: string;
  readonly cloud: Cloud;
  /** Breaks the stack's JSON. */
  readonly breaks: (json: Values) => void;
  /** The command that finds out. */
  readonly found: "validate" | "plan";
  /** Sentences of the message, in their order; patterns where Terraform and OpenTofu say it differently. */
  readonly says: readonly (string | RegExp)[];
}

/** The only or first resource of a type. */
const first = (json: Values, type: string): Values =>
  Object.values((json["resource"] as Values)[type] as Values)[0] as Values;

const nameOf = (json: Values, type: string): string =>
  Object.keys((json["resource"] as Values)[type] as Values)[0] ?? "";

const set =
  (type: string, changes: Values) =>
  (json: Values): void => {
    Object.assign(first(json, type), changes);
  };

const mutations: readonly Mutation[] = [
  {
    title: "an unknown argument",
    cloud: "aws",
    breaks: set("aws_vpc", { cidr_blok: "10.0.0.0/16" }),
    found: "validate",
    says: ["Extraneous JSON object property", 'No argument or block type is named "cidr_blok".'],
  },
  {
    title: "an unknown argument in a block",
    cloud: "google",
    breaks: (json) =>
      Object.assign(first(json, "google_container_cluster")["release_channel"] as Values, { chanel: "REGULAR" }),
    found: "validate",
    says: ["Extraneous JSON object property", 'No argument or block type is named "chanel".'],
  },
  {
    title: "a wrong type",
    cloud: "digitalocean",
    breaks: set("digitalocean_database_cluster", { node_count: "two" }),
    found: "validate",
    says: ["Incorrect attribute value type", 'Inappropriate value for attribute "node_count": a number is required.'],
  },
  {
    title: "a value where a list is wanted",
    cloud: "aws",
    breaks: set("aws_db_subnet_group", { subnet_ids: "subnet-1" }),
    found: "validate",
    says: ["Incorrect attribute value type", 'Inappropriate value for attribute "subnet_ids": set of string required'],
  },
  {
    title: "a missing argument",
    cloud: "google",
    breaks: (json) => {
      Reflect.deleteProperty(first(json, "google_sql_database_instance"), "database_version");
    },
    found: "validate",
    says: ["Missing required argument", 'The argument "database_version" is required, but no definition was found.'],
  },
  {
    title: "a missing block",
    cloud: "digitalocean",
    breaks: (json) => {
      Reflect.deleteProperty(first(json, "digitalocean_kubernetes_cluster"), "node_pool");
    },
    found: "validate",
    says: ["Insufficient node_pool blocks", 'At least 1 "node_pool" blocks are required.'],
  },
  {
    title: "two blocks where there can be one",
    cloud: "aws",
    breaks: (json) => {
      const group = first(json, "aws_eks_node_group");
      group["scaling_config"] = [group["scaling_config"], group["scaling_config"]];
    },
    found: "validate",
    says: ["Too many scaling_config blocks", 'No more than 1 "scaling_config" blocks are allowed'],
  },
  {
    title: "an attribute that only the cloud can set",
    cloud: "aws",
    breaks: set("aws_vpc", { arn: "arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1" }),
    found: "validate",
    says: ["`arn` must not be set", "The cloud decides it when the configuration is applied."],
  },
  {
    title: "a value that is none of those allowed",
    cloud: "google",
    breaks: (json) =>
      Object.assign(first(json, "google_container_cluster")["release_channel"] as Values, { channel: "WEEKLY" }),
    found: "validate",
    says: [
      "`release_channel.channel` must be",
      'got: "WEEKLY"',
      "The provider refuses it: https://github.com/hashicorp/terraform-provider-google",
    ],
  },
  {
    title: "a name that is too long",
    cloud: "google",
    breaks: set("google_container_cluster", { name: `addressbook-${"a".repeat(29)}` }),
    found: "validate",
    says: ["`name` must have 1 to 40 lower-case letters, digits or hyphens"],
  },
  {
    title: "a name with characters that the API refuses",
    cloud: "digitalocean",
    breaks: set("digitalocean_vpc", { name: "demo_vpc" }),
    found: "validate",
    says: ["`name` must", 'got: "demo_vpc"', "The cloud refuses it when it is applied: https://"],
  },
  {
    title: "a control plane in a /24",
    cloud: "google",
    breaks: (json) =>
      Object.assign(first(json, "google_container_cluster")["private_cluster_config"] as Values, {
        master_ipv4_cidr_block: "172.16.0.0/24",
      }),
    found: "validate",
    says: ["`private_cluster_config.master_ipv4_cidr_block` must", "/28", 'got: "172.16.0.0/24"'],
  },
  {
    title: "a network that is none",
    cloud: "aws",
    breaks: set("aws_vpc", { cidr_block: "10.0.0.0" }),
    found: "validate",
    says: ["`cidr_block` must", 'got: "10.0.0.0"'],
  },
  {
    title: "a number that is too big",
    cloud: "aws",
    breaks: set("aws_db_instance", { backup_retention_period: 36 }),
    found: "validate",
    says: ["`backup_retention_period` must be between 0 and 35, got: 36"],
  },
  {
    title: "a policy that is not JSON",
    cloud: "aws",
    breaks: set("aws_iam_role", { assume_role_policy: "{Version: 2012-10-17}" }),
    found: "validate",
    says: ["`assume_role_policy` must", "JSON"],
  },
  {
    title: "conflicting arguments",
    cloud: "google",
    breaks: set("google_container_cluster", { enable_autopilot: true }),
    found: "validate",
    says: [
      "`default_max_pods_per_node` must not be set together with `enable_autopilot`",
      "`enable_shielded_nodes` must not be set together with `enable_autopilot`",
    ],
  },
  {
    title: "a reference to a resource that is not there",
    cloud: "aws",
    breaks: set("aws_internet_gateway", { vpc_id: "${aws_vpc.other.id}" }),
    found: "validate",
    says: [
      "Reference to undeclared resource",
      /managed resource "aws_vpc" "other" (has not been declared|definition) in the root module/,
    ],
  },
  {
    title: "a reference to an attribute that is not there",
    cloud: "digitalocean",
    breaks: (json) => {
      const vpc = nameOf(json, "digitalocean_vpc");
      Object.assign(first(json, "digitalocean_database_cluster"), {
        private_network_uuid: `\${digitalocean_vpc.${vpc}.uuid}`,
      });
    },
    found: "validate",
    says: ["Unsupported attribute", 'This object has no argument, nested block, or exported attribute named "uuid".'],
  },
  {
    title: "a cycle",
    cloud: "digitalocean",
    breaks: (json) => {
      const cluster = nameOf(json, "digitalocean_kubernetes_cluster");
      Object.assign(first(json, "digitalocean_vpc"), {
        description: `\${digitalocean_kubernetes_cluster.${cluster}.name}`,
      });
    },
    found: "validate",
    says: ["Error: Cycle: ", "digitalocean_vpc."],
  },
  {
    title: "an ephemeral password in an argument that is kept in the state",
    cloud: "google",
    breaks: (json) => {
      const user = first(json, "google_sql_user");
      user["password"] = user["password_wo"] as unknown;
      Reflect.deleteProperty(user, "password_wo");
      Reflect.deleteProperty(user, "password_wo_version");
    },
    found: "validate",
    says: [/Invalid use of ephemeral value|Ephemeral value used in non-ephemeral context/],
  },
  {
    title: "a password as an output",
    cloud: "digitalocean",
    breaks: (json) => {
      const user = nameOf(json, "digitalocean_database_user");
      (json["output"] as Values)["password"] = { value: `\${digitalocean_database_user.${user}.password}` };
    },
    found: "plan",
    says: ["Output refers to sensitive values"],
  },
  {
    title: "a data source without what it searches for",
    cloud: "digitalocean",
    breaks: (json) => {
      const [authority] = Object.values((json["data"] as Values)["digitalocean_database_ca"] as Values) as Values[];
      Reflect.deleteProperty(authority!, "cluster_id");
    },
    found: "validate",
    says: ["Missing required argument", 'The argument "cluster_id" is required, but no definition was found.'],
  },
  {
    title: "a provider that is configured for no project",
    cloud: "google",
    breaks: (json) => {
      Object.assign(at(json, "provider", "google", 0) as object, { project: "Example Project" });
    },
    found: "plan",
    says: [
      '`project` must be the id of a project, got: "Example Project"',
      "The cloud refuses it when it is applied: https://",
    ],
  },
  {
    title: "a version of a provider for which there are no bindings",
    cloud: "aws",
    breaks: (json) => {
      Object.assign(at(json, "terraform", "required_providers", "aws") as object, { version: "5.0.0" });
    },
    found: "validate",
    says: ["the bindings of aws were made from 6.25.0, and the stack wants 5.0.0"],
  },
];

/** The message as it is read: without the frame that Terraform draws, and without line breaks. */
const read = (text: string): string => text.replaceAll(/[│╷╵]/g, " ").replaceAll(/\s+/g, " ");

withTerraform("what is wrong with a stack", (binary) => {
  test.each(mutations)("$cloud: $title", async ({ cloud, breaks, found, says }) => {
    const environment = minimalClouds.find((candidate) => candidate.cloud === cloud)!;
    const json: Values = structuredClone(stackJson(environment).json);
    breaks(json);
    const text = read(await complaint(binary, json, found));
    const places = says.map((sentence) => text.search(typeof sentence === "string" ? literally(sentence) : sentence));
    expect({ text, places }).toEqual({ text, places: [...places].sort((a, b) => a - b) });
    expect({ text, missing: says.filter((_, index) => places[index] === -1) }).toEqual({ text, missing: [] });
  });
});

const literally = (text: string): RegExp => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));

/** What is printed by the command that refuses the stack. */
async function complaint(binary: string, json: Values, found: Mutation["found"]): Promise<string> {
  let workspace: OfflineWorkspace;
  try {
    workspace = await OfflineWorkspace.open(binary, json as unknown as StackJson);
  } catch (error) {
    return String(error);
  }
  try {
    await workspace.terraform("init", "-no-color");
    const { status, stdout, stderr } = await workspace.terraform(found, "-no-color");
    return status === 0 ? `nothing was refused: ${stdout}` : stderr;
  } finally {
    workspace.close();
  }
}
