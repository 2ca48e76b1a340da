import { referred } from "../references";
import { after, is, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, type Stack, text } from "../stack";

const types = ["google_sql_database_instance"];
const access = "settings.ip_configuration";

const aNetwork = "projects/team/global/networks/default";

/** Whether the cluster is in a network, by its reference. */
const isOfCluster = (network: unknown, stack: Stack): boolean =>
  referred(stack, network, "google_compute_network", "id") !== undefined &&
  stack.all("google_container_cluster").every((cluster) => setting(cluster, "network") === network);

/** Whether an endpoint leads from an address of the cluster's network to the database of the stack. */
function isPrivateEndpoint(rule: Resource, stack: Stack): boolean {
  const address = referred(stack, setting(rule, "ip_address"), "google_compute_address", "id");
  const subnet = address && referred(stack, setting(address, "subnetwork"), "google_compute_subnetwork", "id");
  return (
    isOfCluster(setting(rule, "network"), stack) &&
    subnet !== undefined &&
    setting(subnet, "network") === setting(rule, "network") &&
    referred(stack, setting(rule, "target"), types[0]!, "psc_service_attachment_link") !== undefined &&
    // anything else is a load balancer
    setting(rule, "load_balancing_scheme") === ""
  );
}

/** Who may connect to the database, and how. */
export const clients: readonly Policy[] = [
  {
    id: "CKV_GCP_60",
    must: "have no address of the internet",
    types,
    ...is(`${access}.ipv4_enabled`, false),
    broken: [
      when(`${access}.ipv4_enabled`, true),
      without(`${access}.ipv4_enabled`, "it takes silence for no; Google takes it for yes"),
    ],
  },
  {
    id: "CKV_GCP_11",
    must: "name no network of the internet that may connect",
    types,
    holds: (instance) => list(instance, `${access}.authorized_networks`).length === 0,
    broken: [
      when(`${access}.authorized_networks`, [{ name: "everybody", value: "0.0.0.0/0" }]),
      when(`${access}.authorized_networks`, [{ name: "office", value: "203.0.113.7/32" }], "it minds everybody only"),
    ],
  },
  {
    id: "CKV_GCP_6",
    must: "let in clients only that have a certificate",
    types,
    ...is(`${access}.ssl_mode`, "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
    broken: [],
    met: when(`${access}.ssl_mode`, "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
  },
  {
    id: "GCP-0015",
    must: "refuse connections without TLS",
    types,
    ...is(
      `${access}.ssl_mode`,
      ["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"],
      "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
    ),
    partOf: "CKV_GCP_6",
  },
  {
    id: "OWN_GOOGLE_DATABASE_CONSUMERS",
    must: "be offered to its own project, and be in no network itself",
    types,
    holds: (instance, stack) => {
      const projects = stack.all("provider.google").map((provider) => text(provider, "project"));
      return (
        setting(instance, `${access}.psc_config.psc_enabled`) === true &&
        list(instance, `${access}.psc_config.allowed_consumer_projects`).join() === projects.join() &&
        setting(instance, `${access}.private_network`) === undefined
      );
    },
    broken: [
      without(`${access}.psc_config`),
      when(`${access}.psc_config.psc_enabled`, false),
      when(`${access}.psc_config.allowed_consumer_projects`, []),
      after("another project may connect", (instance) => {
        const path = `${access}.psc_config.allowed_consumer_projects`;
        put(instance, path, [...list(instance, path), "another-project"]);
      }),
      when(`${access}.private_network`, aNetwork),
    ],
  },
  {
    id: "OWN_GOOGLE_DATABASE_ENDPOINT",
    must: "lead from an address of the cluster's network to the database, and nowhere else",
    types: ["google_compute_forwarding_rule"],
    holds: isPrivateEndpoint,
    broken: [
      when("network", aNetwork),
      when("load_balancing_scheme", "INTERNAL"),
      without("load_balancing_scheme"),
      without("ip_address"),
      when("target", "projects/another/regions/europe-west1/serviceAttachments/theirs"),
      after("its address is of another network", (_, stack) => {
        const subnet = stack.add("google_compute_subnetwork", { network: aNetwork, ip_cidr_range: "10.99.0.0/28" });
        for (const address of stack.all("google_compute_address"))
          put(address, "subnetwork", `\${${subnet.address}.id}`);
      }),
    ],
  },
  {
    id: "OWN_GOOGLE_DATABASE_REACHED",
    must: "have one endpoint: each costs $7 a month, and is a way in",
    types,
    holds: (instance, stack) => stack.referrers(instance, "google_compute_forwarding_rule").length === 1,
    broken: [
      after("there is none", (_, stack) => {
        for (const rule of stack.all("google_compute_forwarding_rule")) stack.remove(rule);
      }),
      after("there is another one", (_, stack) => {
        const [rule] = stack.all("google_compute_forwarding_rule");
        stack.add("google_compute_forwarding_rule", { ...rule!.settings, name: "another" });
      }),
    ],
  },
];
