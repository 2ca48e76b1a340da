import { isNamed } from "../named-network";
import { after, is, type Policy, when, without } from "../policy";
import { list, put, setting, text } from "../stack";
import { arePrivateAndApart } from "./private-networks";
import { referred } from "../references";
import { hasWeeklyHour } from "./weekly-hour";

const types = ["digitalocean_kubernetes_cluster"];
const subnets = ["cluster_subnet", "service_subnet"];
const aDay = 24 * 60 * 60;

/** The control plane and the nodes of DOKS. Which Kubernetes they run is in `versions.ts`. */
export const cluster: readonly Policy[] = [
  {
    id: "OWN_DIGITALOCEAN_CLUSTER_API",
    must: "not answer the whole internet",
    types,
    holds: (resource) =>
      setting(resource, "control_plane_firewall.enabled") === true &&
      list(resource, "control_plane_firewall.allowed_addresses").length > 0 &&
      list(resource, "control_plane_firewall.allowed_addresses").every(isNamed),
    broken: [
      without("control_plane_firewall"),
      when("control_plane_firewall.enabled", false),
      when("control_plane_firewall.allowed_addresses", []),
      when("control_plane_firewall.allowed_addresses", ["203.0.113.7/32", "0.0.0.0/0"]),
      when("control_plane_firewall.allowed_addresses", ["0.0.0.0/1", "128.0.0.0/1"]),
      when("control_plane_firewall.allowed_addresses", ["::/0"]),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_CLUSTER_STANDBY",
    must: "have a control plane that survives the loss of a machine",
    types,
    ...is("ha", true, false),
  },
  {
    id: "OWN_DIGITALOCEAN_CLUSTER_STANDBY_SAID",
    must: "say whether its control plane is replicated: later providers let DigitalOcean decide, for good",
    types,
    ...is("ha", [true, false], "${var.ha}"),
  },
  {
    id: "OWN_DIGITALOCEAN_CLUSTER_NETWORK",
    must: "be in the VPC of the stack, with networks for pods and Services that are free",
    types,
    holds: (resource, stack) => {
      const vpc = referred(stack, setting(resource, "vpc_uuid"), "digitalocean_vpc", "id");
      return (
        vpc !== undefined &&
        text(vpc, "region") === text(resource, "region") &&
        arePrivateAndApart([text(vpc, "ip_range"), ...subnets.map((path) => text(resource, path))])
      );
    },
    broken: [
      without("vpc_uuid"),
      when("vpc_uuid", "5a4981aa-9653-4bd1-bef5-d6bff52042e4"),
      when("vpc_uuid", "${digitalocean_vpc.another.id}"),
      when("region", "ams3"),
      without("cluster_subnet"),
      without("service_subnet"),
      when("service_subnet", "8.8.0.0/16"),
      after("pods have the addresses of the VPC", (resource, stack) => {
        const [vpc] = stack.all("digitalocean_vpc");
        put(resource, "cluster_subnet", setting(vpc!, "ip_range"));
      }),
      after("Services have addresses of the pods", (resource) => {
        put(resource, "service_subnet", text(resource, "cluster_subnet").replace(/\/\d+$/, "/24"));
      }),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_CLUSTER_REGISTRY",
    must: "pull with the login that DigitalOcean gives it, which it does not before there is a registry",
    types,
    holds: (resource, stack) =>
      setting(resource, "registry_integration") === true &&
      stack
        .all("digitalocean_container_registry")
        .every(({ address }) => list(resource, "depends_on").includes(address)),
    broken: [without("registry_integration"), when("registry_integration", false), without("depends_on")],
  },
  {
    id: "OWN_DIGITALOCEAN_KUBECONFIG_EXPIRY",
    must: "have a login in the state that is over within a day",
    types: [...types, "data.digitalocean_kubernetes_cluster"],
    holds: (resource) => {
      const seconds = setting(resource, "kubeconfig_expire_seconds");
      return typeof seconds === "number" && seconds >= 1 && seconds <= aDay;
    },
    broken: [
      without("kubeconfig_expire_seconds"),
      when("kubeconfig_expire_seconds", 0),
      when("kubeconfig_expire_seconds", aDay + 1),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_CLUSTER_NODES",
    must: "have three nodes or more, as many as it says",
    types,
    holds: (resource) =>
      Number(text(resource, "node_pool.node_count")) >= 3 && setting(resource, "node_pool.auto_scale") !== true,
    broken: [
      without("node_pool.node_count"),
      when("node_pool.node_count", 2),
      when("node_pool.auto_scale", true),
      without("node_pool"),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_CLUSTER_MAINTENANCE",
    must: "be maintained at an hour that was chosen",
    types,
    holds: hasWeeklyHour("maintenance_policy.day", "maintenance_policy.start_time"),
    broken: [
      without("maintenance_policy"),
      without("maintenance_policy.start_time"),
      when("maintenance_policy.day", "any"),
      when("maintenance_policy.start_time", "3 am"),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_CLUSTER_LEFTOVERS",
    must: "leave disks with data, and load balancers, when it is deleted",
    types,
    ...is("destroy_all_associated_resources", false, true),
  },
  {
    id: "OWN_DIGITALOCEAN_CLUSTER_DELETION",
    must: "refuse to be deleted",
    types,
    ...is("lifecycle.prevent_destroy", true, false),
  },
];
