import type { GoogleNetworkProps } from "../../../constructs/google/network";
import { at } from "../../support/at";
import { constructJson, dependencies, remembered } from "../../support/construct-json";
import { everyService, network, services } from "./fixtures";

const made = remembered((props: Partial<GoogleNetworkProps>) =>
  constructJson((stack) => network(stack, services(stack), props)),
);
const nodes = (props: Partial<GoogleNetworkProps> = {}) =>
  made(props).resource("google_compute_subnetwork", "network_nodes");

describe("GoogleNetwork", () => {
  test("makes a network without the subnets that Google would add in every region", () => {
    expect(made().only("google_compute_network")).toMatchObject({ name: "team", auto_create_subnetworks: false });
  });

  test("waits for the APIs", () => {
    expect(dependencies(made().only("google_compute_network"))).toEqual(everyService);
  });

  test("gives nodes, pods and Services ranges of their own", () => {
    expect(nodes()).toMatchObject({
      ip_cidr_range: "10.0.0.0/20",
      network: "${google_compute_network.network.id}",
      secondary_ip_range: [
        { range_name: "pods", ip_cidr_range: "10.4.0.0/14" },
        { range_name: "services", ip_cidr_range: "10.0.32.0/20" },
      ],
    });
  });

  test("gives the database's endpoint a subnet of its own", () => {
    expect(made().resource("google_compute_subnetwork", "network_database")).toMatchObject({
      ip_cidr_range: "10.0.48.0/28",
      network: "${google_compute_network.network.id}",
      region: "europe-west1",
    });
  });

  test.each(["network_nodes", "network_database"])("CKV_GCP_74: reaches Google itself without NAT from %s", (name) => {
    expect(made().resource("google_compute_subnetwork", name)).toHaveProperty("private_ip_google_access", true);
  });

  test("lets the nodes out through NAT, and the database's subnet not at all", () => {
    expect(made().only("google_compute_router_nat")).toMatchObject({
      router: "${google_compute_router.network_router.name}",
      nat_ip_allocate_option: "AUTO_ONLY",
      source_subnetwork_ip_ranges_to_nat: "LIST_OF_SUBNETWORKS",
      subnetwork: [
        { name: "${google_compute_subnetwork.network_nodes.id}", source_ip_ranges_to_nat: ["ALL_IP_RANGES"] },
      ],
    });
  });

  test("logs what NAT had to refuse", () => {
    expect(at(made().only("google_compute_router_nat"), "log_config")).toEqual({ enable: true, filter: "ERRORS_ONLY" });
  });

  test("is made anew with the nodes' network, which could not be deleted as long as it is named", () => {
    expect(at(made().only("google_compute_router_nat"), "lifecycle", "replace_triggered_by")).toEqual([
      "google_compute_subnetwork.network_nodes.id",
    ]);
  });

  test("logs no traffic unless it is asked to", () => {
    expect(nodes()).not.toHaveProperty("log_config");
    expect(made().resource("google_compute_subnetwork", "network_database")).not.toHaveProperty("log_config");
    expect(made().only("google_compute_firewall")).not.toHaveProperty("log_config");
  });

  test.each(["network_nodes", "network_database"])(
    "CKV_GCP_26: logs half of the traffic of %s when asked to",
    (name) => {
      expect(at(made({ flowLogs: true }).resource("google_compute_subnetwork", name), "log_config")).toEqual({
        aggregation_interval: "INTERVAL_10_MIN",
        flow_sampling: 0.5,
        metadata: "INCLUDE_ALL_METADATA",
      });
    },
  );

  test("CKV2_GCP_18: has one rule, which lets in nobody, after all that GKE makes", () => {
    const rule = made().only("google_compute_firewall");
    expect(rule).toMatchObject({
      network: "${google_compute_network.network.id}",
      direction: "INGRESS",
      // the last before the rule that every network has
      priority: 65534,
      deny: [{ protocol: "all" }],
      source_ranges: ["0.0.0.0/0"],
    });
    expect(rule).not.toHaveProperty("allow");
  });

  test("logs whom that rule refuses, together with the traffic", () => {
    expect(at(made({ flowLogs: true }).only("google_compute_firewall"), "log_config")).toEqual({
      metadata: "INCLUDE_ALL_METADATA",
    });
  });
});
