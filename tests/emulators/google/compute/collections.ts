import type { Project } from "../project";
import type { AddressSettings } from "./addresses";
import { Collection } from "./collection";
import type { FirewallSettings } from "./firewalls";
import type { ForwardingRuleSettings } from "./forwarding-rules";
import type { NetworkSettings } from "./networks";
import type { RouterSettings } from "./routers";
import type { SubnetworkSettings } from "./subnetworks";

/** What a project has of Compute. */
export interface ComputeCollections {
  readonly networks: Collection<NetworkSettings>;
  readonly subnetworks: Collection<SubnetworkSettings>;
  readonly routers: Collection<RouterSettings>;
  readonly addresses: Collection<AddressSettings>;
  readonly firewalls: Collection<FirewallSettings>;
  readonly forwardingRules: Collection<ForwardingRuleSettings>;
}

export const computeCollections = (project: Project): ComputeCollections => ({
  networks: new Collection(project, "networks"),
  subnetworks: new Collection(project, "subnetworks"),
  routers: new Collection(project, "routers"),
  addresses: new Collection(project, "addresses"),
  firewalls: new Collection(project, "firewalls"),
  forwardingRules: new Collection(project, "forwardingRules"),
});
