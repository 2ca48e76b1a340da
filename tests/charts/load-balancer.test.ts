import type { Environment } from "../../environments/schema/environment";
import { at } from "../support/at";
import { environment, minimal } from "../support/environments";
import { shippedClouds } from "../support/every-environment";
import { manifests } from "../support/manifests";

type Balancer = Partial<Environment["service"]["balancer"]>;

const environments = {
  aws: (balancer: Balancer) => environment("team", { ...minimal.aws, service: { balancer } }),
  google: (balancer: Balancer) => environment("team", { ...minimal.google, service: { balancer } }),
  digitalocean: (balancer: Balancer) => environment("team", { ...minimal.digitalocean, service: { balancer } }),
  local: (balancer: Balancer) => environment("team", { ...minimal.local, service: { balancer } }),
};

const service = (cloud: keyof typeof environments, balancer: Balancer = {}) =>
  manifests(environments[cloud](balancer)).one("Service", "addressbook-lb");

const clouds = ["aws", "google", "digitalocean"] as const;

describe("The annotations of the load balancer", () => {
  const aws = {
    "service.beta.kubernetes.io/aws-load-balancer-type": "external",
    "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "instance",
    "service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol": "http",
    "service.beta.kubernetes.io/aws-load-balancer-healthcheck-port": "10256",
    "service.beta.kubernetes.io/aws-load-balancer-healthcheck-path": "/healthz",
    "service.beta.kubernetes.io/aws-load-balancer-healthcheck-interval": "5",
    "service.beta.kubernetes.io/aws-load-balancer-healthcheck-timeout": "2",
    "service.beta.kubernetes.io/aws-load-balancer-healthcheck-healthy-threshold": "2",
    "service.beta.kubernetes.io/aws-load-balancer-healthcheck-unhealthy-threshold": "2",
    "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes":
      "deregistration_delay.timeout_seconds=30,preserve_client_ip.enabled=false",
    "service.beta.kubernetes.io/aws-load-balancer-attributes": "load_balancing.cross_zone.enabled=true",
  };
  const digitalocean = {
    "service.beta.kubernetes.io/do-loadbalancer-name": "addressbook-team-addressbook",
    "service.beta.kubernetes.io/do-loadbalancer-type": "REGIONAL_NETWORK",
  };

  test.each([
    ["aws", "internet", { ...aws, "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" }],
    ["aws", "internal", { ...aws, "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" }],
    ["google", "internet", { "cloud.google.com/l4-rbs": "enabled" }],
    ["google", "internal", { "networking.gke.io/load-balancer-type": "Internal" }],
    ["digitalocean", "internet", { ...digitalocean, "service.beta.kubernetes.io/do-loadbalancer-network": "EXTERNAL" }],
    ["digitalocean", "internal", { ...digitalocean, "service.beta.kubernetes.io/do-loadbalancer-network": "INTERNAL" }],
    ["local", "internet", undefined],
    ["local", "internal", undefined],
  ] as const)("on %s for clients from the %s are those that its controller reads", (cloud, exposure, annotations) => {
    expect(at(service(cloud, { exposure }), "metadata", "annotations")).toEqual(annotations);
  });

  test("give each environment a balancer of its own on DigitalOcean, where a name that exists is taken over", () => {
    const names = shippedClouds
      .filter(({ cloud }) => cloud === "digitalocean")
      .map((each) =>
        at(
          manifests(each).one("Service", "addressbook-lb"),
          "metadata",
          "annotations",
          "service.beta.kubernetes.io/do-loadbalancer-name",
        ),
      );
    expect(names).not.toContain(undefined);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("The load balancer", () => {
  test.each(clouds)("on %s listens on port 80 and passes on to the port that the pods name", (cloud) => {
    expect(service(cloud)["spec"]).toMatchObject({
      type: "LoadBalancer",
      ports: [{ name: "http", port: 80, targetPort: "http", protocol: "TCP" }],
    });
  });

  test.each(clouds)("on %s shares traffic by pods and not by nodes", (cloud) => {
    expect(at(service(cloud), "spec", "externalTrafficPolicy")).toBe("Cluster");
  });

  test.each(clouds)("on %s lets in everybody when the environment says so", (cloud) => {
    expect(service(cloud)["spec"]).not.toHaveProperty("loadBalancerSourceRanges");
  });

  test.each(clouds)("on %s lets in the named networks only", (cloud) => {
    const allowedCidrs = ["198.51.100.0/24", "203.0.113.7/32"];
    expect(at(service(cloud, { allowedCidrs }), "spec", "loadBalancerSourceRanges")).toEqual(allowedCidrs);
  });

  test("on AWS has a port of the nodes to send to, which it would not find otherwise", () => {
    expect(service("aws")["spec"]).not.toHaveProperty("allocateLoadBalancerNodePorts");
  });

  test("is a port of the nodes in a local environment", () => {
    const local = service("local", { allowedCidrs: ["198.51.100.0/24"] });
    expect(local["spec"]).toMatchObject({ type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] });
    expect(local["spec"]).not.toHaveProperty("loadBalancerSourceRanges");
  });

  test.each(clouds)("on %s leaves the port of the nodes to Kubernetes", (cloud) => {
    expect(at(service(cloud), "spec", "ports", 0)).not.toHaveProperty("nodePort");
  });
});
