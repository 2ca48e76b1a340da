import { isNamed } from "../named-network";
import { after, is, isNot, isSet, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, takeOut } from "../stack";

const types = ["google_container_cluster"];
const endpoints = "control_plane_endpoints_config";
const networks = "master_authorized_networks_config";

interface Network {
  readonly cidr_block: string;
}

const cidrs = (cluster: Resource): string[] =>
  (list(cluster, `${networks}.cidr_blocks`) as Network[]).map(({ cidr_block }) => cidr_block);

const hasAddress = (cluster: Resource): boolean =>
  setting(cluster, `${endpoints}.ip_endpoints_config.enabled`) !== false;

const answers = (cluster: Resource, from: object): void => {
  put(cluster, `${endpoints}.ip_endpoints_config.enabled`, true);
  put(cluster, networks, from);
};

const blocks = (...named: readonly string[]): object => named.map((cidr_block) => ({ cidr_block }));

/** Who reaches the API of Kubernetes, and as what. The CIS benchmark is that for GKE 1.9. */
export const clusterAccess: readonly Policy[] = [
  {
    id: "CKV_GCP_18",
    must: "not answer the whole internet (CIS 5.6.3)",
    types,
    holds: (cluster) => cidrs(cluster).every(isNamed),
    broken: [
      when(networks, { cidr_blocks: blocks("0.0.0.0/0") }),
      when(networks, { cidr_blocks: blocks("203.0.113.7/32", "0.0.0.0/0") }),
      when(networks, { cidr_blocks: blocks("0.0.0.0/1", "128.0.0.0/1") }, "it knows the internet by one name only"),
    ],
  },
  {
    id: "CKV_GCP_20",
    must: "name the networks from which its address answers",
    types,
    ...isSet(networks),
  },
  {
    id: "OWN_GOOGLE_CLUSTER_API",
    must: "be reached by a name that IAM guards, and have an address for named networks only",
    types,
    holds: (cluster) =>
      setting(cluster, `${endpoints}.dns_endpoint_config.allow_external_traffic`) === true &&
      (!hasAddress(cluster) ||
        (cidrs(cluster).length > 0 &&
          cidrs(cluster).every(isNamed) &&
          setting(cluster, `${networks}.gcp_public_cidrs_access_enabled`) === false)),
    broken: [
      without(endpoints),
      when(`${endpoints}.dns_endpoint_config.allow_external_traffic`, false),
      after("its address answers, and nothing is said about who may ask", (cluster) => {
        put(cluster, `${endpoints}.ip_endpoints_config.enabled`, true);
        takeOut(cluster, networks);
      }),
      after("its address answers nobody that is named", (cluster) => {
        answers(cluster, { cidr_blocks: [], gcp_public_cidrs_access_enabled: false });
      }),
      after("its address answers two halves of the internet", (cluster) => {
        const cidr_blocks = blocks("0.0.0.0/1", "128.0.0.0/1");
        answers(cluster, { cidr_blocks, gcp_public_cidrs_access_enabled: false });
      }),
      after("its address answers every machine that runs at Google", (cluster) => {
        answers(cluster, { cidr_blocks: blocks("203.0.113.7/32"), gcp_public_cidrs_access_enabled: true });
      }),
    ],
  },
  {
    id: "CKV_GCP_7",
    must: "not give rights by lists of its own (CIS 5.8.3)",
    types,
    ...isNot("enable_legacy_abac", true),
  },
  {
    id: "CKV_GCP_13",
    must: "give out no certificates to log in with (CIS 5.8.1)",
    types,
    ...is("master_auth.client_certificate_config.issue_client_certificate", false, true),
  },
  {
    id: "CKV_GCP_65",
    must: "give rights to groups of the organization (CIS 5.8.2)",
    types,
    ...isSet("authenticator_groups_config.security_group"),
    broken: [],
    met: when("authenticator_groups_config.security_group", "gke-security-groups@example.org"),
  },
  {
    id: "OWN_GOOGLE_CLUSTER_ANONYMOUS",
    must: "tell whom it does not know no more than that it is well",
    types,
    ...is("anonymous_authentication_config.mode", "LIMITED", "ENABLED"),
  },
  {
    id: "OWN_GOOGLE_CLUSTER_BINDINGS",
    must: "refuse to give rights to everybody who has an account at Google",
    types,
    holds: (cluster) =>
      ["unauthenticated", "authenticated"].every(
        (who) => setting(cluster, `rbac_binding_config.enable_insecure_binding_system_${who}`) === false,
      ),
    broken: [
      without("rbac_binding_config"),
      when("rbac_binding_config.enable_insecure_binding_system_unauthenticated", true),
      when("rbac_binding_config.enable_insecure_binding_system_authenticated", true),
    ],
  },
];
