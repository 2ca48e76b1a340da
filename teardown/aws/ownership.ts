import type { Foreign } from "../foreign";
import type { Balancer, Inventory, Owner } from "./inventory";
import type { Tags } from "./shapes";

/** Something that Kubernetes made in the account, and that nobody deletes if we do not. */
export interface Leftover {
  readonly type: Balancer["type"] | "target group" | "network interface" | "security group";
  /** ARN, id, or the name of a classic balancer. */
  readonly id: string;
  readonly name: string;
}

/** As people call it: ARNs are long, and the names of groups and interfaces are not theirs alone. */
export function describe({ type, id, name }: Leftover): string {
  if (type.endsWith("load balancer") || type === "target group") return `${type} ${name}`;
  return `${type} ${id}${name === "" ? "" : ` (${name})`}`;
}

export interface Ownership {
  /** Balancers come first, and what they use last: the order in which they can be deleted. */
  readonly leftovers: readonly Leftover[];
  /** What AWS itself will have deleted in a while. */
  readonly vanishing: readonly Leftover[];
  readonly foreign: readonly Foreign[];
}

type NetworkInterface = Inventory["networkInterfaces"][number];

/**
 * Says of everything whose it is. What carries the tags that Kubernetes gives is a leftover; what carries those of
 * Terraform, or belongs to something that does, goes with the environment and is left out.
 */
export function sortOut(inventory: Inventory, owner: Owner): Ownership {
  const ofCluster = ({ tags }: { readonly tags: Tags }): boolean =>
    // the AWS Load Balancer Controller, and the controller that Kubernetes had before
    tags["elbv2.k8s.aws/cluster"] === owner.clusterName ||
    tags[`kubernetes.io/cluster/${owner.clusterName}`] === "owned";
  const ofTerraform = ({ tags }: { readonly tags: Tags }): boolean =>
    tags["project"] === owner.project && tags["environment"] === owner.environment;
  const { cluster, balancers, targetGroups, securityGroups, networkInterfaces } = inventory;
  // EKS makes it, tags it like a leftover, and deletes it with the cluster
  const ofEks = ({ id, tags }: { readonly id: string; readonly tags: Tags }): boolean =>
    cluster !== undefined && (cluster.securityGroupId === id || tags["aws:eks:cluster-name"] === owner.clusterName);

  const strangers = securityGroups.filter((group) => !ofTerraform(group) && !ofEks(group) && group.name !== "default");
  const known = new Set(securityGroups.filter((group) => ofTerraform(group) || ofEks(group)).map(({ id }) => id));
  const interfaces = networkInterfaces.map((one) => ({ one, verdict: verdict(one) }));

  /** Whose a network interface is: those that belong to something else say so in their description only. */
  function verdict(one: NetworkInterface): "leftover" | "vanishing" | "accounted for" | "foreign" {
    if (ofTerraform(one)) return "accounted for";
    if (one.available && ofNetworkPlugin(one, owner)) return "leftover";
    const balancer = /^ELB (?:(?:app|net|gwy)\/)?([^/]+)/.exec(one.description)?.[1];
    if (balancer !== undefined) return balancers.some(({ name }) => name === balancer) ? "accounted for" : "vanishing";
    if (one.instanceId !== undefined) {
      const instance = inventory.instances.find(({ id }) => id === one.instanceId);
      // one that is not there any more takes its interfaces with it
      const isNode = instance === undefined || ofCluster(instance) || ofTerraform(instance);
      return isNode ? "accounted for" : "foreign";
    }
    const gateway = inventory.natGateways.find(({ id }) => one.description.endsWith(id));
    if (gateway !== undefined && ofTerraform(gateway)) return "accounted for";
    // the control plane, the database; they do not let go of an interface without deleting it
    return !one.available && one.groups.some((group) => known.has(group)) ? "accounted for" : "foreign";
  }

  const described = (one: NetworkInterface): Leftover => ({
    type: "network interface",
    id: one.id,
    name: one.description,
  });
  return {
    leftovers: [
      ...balancers.filter(ofCluster).map(({ type, id, name }) => ({ type, id, name })),
      ...targetGroups.filter(ofCluster).map(({ id, name }) => ({ type: "target group" as const, id, name })),
      ...interfaces.filter((each) => each.verdict === "leftover").map(({ one }) => described(one)),
      ...strangers.filter(ofCluster).map(({ id, name }) => ({ type: "security group" as const, id, name })),
    ],
    vanishing: interfaces.filter((each) => each.verdict === "vanishing").map(({ one }) => described(one)),
    foreign: [
      ...balancers
        .filter((balancer) => !ofCluster(balancer) && !ofTerraform(balancer))
        .map((balancer) => ({ type: balancer.type, id: balancer.name, owner: tagged(balancer.tags) })),
      ...interfaces
        .filter((each) => each.verdict === "foreign")
        .map(({ one }) => ({ type: "network interface" as const, id: one.id, owner: ownerOf(one, inventory) })),
      ...strangers
        .filter((group) => !ofCluster(group))
        .map((group) => ({
          type: "security group" as const,
          id: group.id,
          owner: `${group.name} (${group.description}), ${tagged(group.tags)}`,
        })),
    ],
  };
}

/** Tags of the VPC CNI: https://github.com/aws/amazon-vpc-cni-k8s#eni-tags-related-to-allocation */
function ofNetworkPlugin({ tags }: NetworkInterface, { clusterName }: Owner): boolean {
  const cluster = tags["cluster.k8s.amazonaws.com/name"];
  return cluster === undefined ? tags["node.k8s.amazonaws.com/instance_id"] !== undefined : cluster === clusterName;
}

function ownerOf({ instanceId, description, requester, tags }: NetworkInterface, { instances }: Inventory): string {
  if (instanceId !== undefined) {
    const name = instances.find(({ id }) => id === instanceId)?.tags["Name"];
    return `EC2 instance ${instanceId}${name === undefined ? "" : ` (${name})`}`;
  }
  const parts = [description, requester === undefined ? "" : `requested by ${requester}`, tagged(tags)];
  return parts.filter((part) => part !== "").join(", ");
}

/** Tags that may tell who made something. */
function tagged(tags: Tags): string {
  const some = Object.entries(tags).slice(0, 3);
  return some.length === 0 ? "without tags" : `tagged ${some.map(([key, value]) => `${key}=${value}`).join(", ")}`;
}
