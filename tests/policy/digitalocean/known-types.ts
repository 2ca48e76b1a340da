import { after, type Policy } from "../policy";

/** Types that the other policies of this folder have been thought through for. */
const known = [
  "digitalocean_container_registry",
  "digitalocean_database_cluster",
  "digitalocean_database_connection_pool",
  "digitalocean_database_db",
  "digitalocean_database_firewall",
  "digitalocean_database_user",
  "digitalocean_kubernetes_cluster",
  "digitalocean_project",
  "digitalocean_project_resources",
  "digitalocean_vpc",
];

const withAnother = (type: string, settings: object) =>
  after(`\`${type}\` is added`, (_, stack) => stack.add(type, { ...settings }));

/** Most types of DigitalOcean have a public address unless something is said, and no scanner knows them. */
export const knownTypes: readonly Policy[] = [
  {
    id: "OWN_DIGITALOCEAN_KNOWN_TYPE",
    must: "be of a type of which these policies know what opens it",
    types: [],
    concerns: ({ type }) => type.startsWith("digitalocean_"),
    holds: ({ type }) => known.includes(type),
    broken: [
      withAnother("digitalocean_database_replica", { name: "replica", region: "fra1" }),
      withAnother("digitalocean_reserved_ip", { region: "fra1" }),
      withAnother("digitalocean_kubernetes_node_pool", { name: "more", node_count: 1 }),
    ],
  },
];
