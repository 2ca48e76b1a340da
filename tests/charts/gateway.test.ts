import { at } from "../support/at";
import { environment, minimal } from "../support/environments";
import { type Manifests, manifests } from "../support/manifests";
import { podTemplates, selects } from "../support/pods";

const route = { gateway: "edge", gatewayNamespace: "gateways", hostnames: ["shop.example.com"], canaryWeight: 10 };
const canary = environment("team", { ...minimal.digitalocean, service: { route } });
const colours = environment("team", { ...minimal.aws, service: { route, strategy: "blue-green" } });

/** The parts of the requests, by the Deployments that they come to. */
const shares = (rendered: Manifests) => {
  const backends = at(rendered.one("HTTPRoute", "addressbook"), "spec", "rules", 0, "backendRefs") as object[];
  return Object.fromEntries(
    backends.map((backend) => {
      const service = rendered.all("Service").find((each) => at(each, "metadata", "name") === at(backend, "name"));
      const owners = podTemplates(rendered.objects)
        .filter(({ labels }) => service !== undefined && selects(at(service, "spec", "selector"), labels))
        .map(({ owner }) => owner);
      expect(at(backend, "port")).toBe(80);
      return [owners.join() || `nobody behind ${String(at(backend, "name"))}`, at(backend, "weight")];
    }),
  );
};

describe("A service behind a Gateway", () => {
  test("shares requests by weight", () => {
    expect(shares(manifests(canary))).toEqual({
      "Deployment addressbook-stable": 90,
      "Deployment addressbook-canary": 10,
    });
  });

  test("is attached to the Gateway, for its hosts", () => {
    expect(manifests(canary).one("HTTPRoute", "addressbook")).toMatchObject({
      apiVersion: "gateway.networking.k8s.io/v1",
      metadata: { namespace: "addressbook" },
      spec: { parentRefs: [{ name: "edge", namespace: "gateways" }], hostnames: ["shop.example.com"] },
    });
  });

  test("answers for all hosts of the Gateway when it names none", () => {
    const all = environment("team", { ...minimal.aws, service: { route: { ...route, hostnames: [] } } });
    expect(manifests(all).one("HTTPRoute", "addressbook")["spec"]).not.toHaveProperty("hostnames");
  });

  test("takes the weight of the release", () => {
    expect(shares(manifests(canary, { CANARY_WEIGHT: "0" }))).toMatchObject({ "Deployment addressbook-canary": 0 });
    expect(shares(manifests(canary, { CANARY_WEIGHT: "25" }))).toEqual({
      "Deployment addressbook-stable": 75,
      "Deployment addressbook-canary": 25,
    });
  });

  test("sends nothing to a canary that is not part of the release, where requests would fail", () => {
    expect(shares(manifests(canary, { TRACK: "stable" }))).toEqual({
      "Deployment addressbook-stable": 100,
      "nobody behind addressbook-canary": 0,
    });
  });

  test("has no balancer of its own, past which the weights would not count", () => {
    expect(
      manifests(canary)
        .all("Service")
        .map((each) => at(each, "spec", "type")),
    ).toEqual([undefined, undefined]);
  });

  test("is told who gets the traffic last, when those who shall get it are there", () => {
    expect(Object.keys(manifests(canary).files).at(-1)).toBe("0004-addressbook-traffic.k8s.yaml");
  });

  test.each([
    ["blue", "green"],
    ["green", "blue"],
  ])("gives everything to %s when that is the colour, and nothing to %s", (LIVE, idle) => {
    expect(shares(manifests(colours, { LIVE }))).toEqual({
      [`Deployment addressbook-${LIVE}`]: 100,
      [`Deployment addressbook-${idle}`]: 0,
    });
  });
});

describe("The balancer of a Gateway on GKE", () => {
  const google = { ...minimal.google, service: { databasePoolSize: 2, route } };
  const onGoogle = environment("team", google);
  const policies = (rendered: Manifests) => rendered.all("HealthCheckPolicy");

  test("asks the pods whether they are ready, where it would ask for `/`", () => {
    expect(policies(manifests(onGoogle))).toEqual(
      ["addressbook-canary", "addressbook-stable"].map((name) => ({
        apiVersion: "networking.gke.io/v1",
        kind: "HealthCheckPolicy",
        metadata: expect.objectContaining({ name, namespace: "addressbook" }) as object,
        spec: {
          default: { config: { type: "HTTP", httpHealthCheck: { port: 3000, requestPath: "/ready" } } },
          targetRef: { group: "", kind: "Service", name },
        },
      })),
    );
  });

  test("asks at the port of the containers, which it sends requests to, and for the service's own path", () => {
    const probes = { startup: "/up", readiness: "/able", liveness: "/alive" };
    const other = environment("team", { ...google, service: { ...google.service, port: 8080, probes } });
    for (const policy of policies(manifests(other)))
      expect(at(policy, "spec", "default", "config", "httpHealthCheck")).toEqual({ port: 8080, requestPath: "/able" });
  });

  test("is told so for every Service that a route names, of either strategy, before the route is", () => {
    const blueGreen = environment("team", { ...google, service: { ...google.service, strategy: "blue-green" } });
    for (const rendered of [manifests(onGoogle), manifests(blueGreen)]) {
      const backends = at(rendered.one("HTTPRoute", "addressbook"), "spec", "rules", 0, "backendRefs") as object[];
      expect(policies(rendered).map((policy) => at(policy, "spec", "targetRef", "name"))).toEqual(
        rendered.all("Service").map(({ metadata }) => at(metadata, "name")),
      );
      expect(policies(rendered)).toHaveLength(backends.length);
      expect(Object.values(rendered.files).at(-1)).not.toContain("HealthCheckPolicy");
    }
  });

  test("gets to the pods, whoever it is: the policy of the network does not tell it from others", () => {
    expect(at(manifests(onGoogle).one("NetworkPolicy", "addressbook"), "spec", "ingress")).toEqual([
      { ports: [{ protocol: "TCP", port: 3000 }] },
    ]);
  });

  test.each([
    ["without a route", environment("team", minimal.google)],
    ["on DigitalOcean", canary],
    ["on AWS", colours],
  ])("is told nothing %s, where nobody knows of such an object", (_, each) => {
    expect(policies(manifests(each))).toEqual([]);
  });
});
