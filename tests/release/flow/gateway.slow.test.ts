import { status } from "../../../release/commands/status";
import { isReady } from "../../../release/standing";
import { addressbook } from "../../cluster/images/addressbook";
import { environment, minimal } from "../../support/environments";
import { Stage } from "./stage";
import { shares, viewed } from "./views";

jest.setTimeout(30_000);

const route = { gateway: "public", gatewayNamespace: "gateways", hostnames: [], canaryWeight: 20 };

let stage: Stage;
let first: string;
let next: string;
let steps: string[];
/** Weights that a track had without a ready pod. */
let wrong: string[];
beforeEach(async () => {
  stage = await Stage.set({ service: { route } });
  first = stage.push("1.0.0");
  next = stage.push("1.1.0");
  steps = [];
  wrong = [];
  stage.cluster.store.subscribe(() => {
    const given = weights();
    const text = Object.entries(given).map(([name, weight]) => `${name.replace("addressbook-", "")} ${weight}`);
    if (text.length > 0 && steps.at(-1) !== text.join(", ")) steps.push(text.join(", "));
    for (const [name, weight] of Object.entries(given)) {
      const ready = stage.pods(name.replace("addressbook-", "")).filter((pod) => isReady(pod as never));
      if (weight > 0 && ready.length === 0) wrong.push(`${name} ${weight}`);
    }
  });
});
afterEach(() => stage.strike());

function weights(): Record<string, number> {
  const found = stage.cluster.store.get("HTTPRoute", "addressbook", "addressbook");
  const { rules = [] } = (found?.["spec"] ?? {}) as {
    rules?: { backendRefs: { name: string; weight: number }[] }[];
  };
  return Object.fromEntries(rules.flatMap(({ backendRefs }) => backendRefs.map(({ name, weight }) => [name, weight])));
}

describe("a canary behind a Gateway", () => {
  test("has all requests in the first release, until stable is there", async () => {
    await stage.release(first);
    expect(steps).toEqual(["stable 0, canary 100", "stable 100, canary 0"]);
    expect(wrong).toEqual([]);
  });

  test("gets its weight when its pods have passed the tests, and stable keeps all its pods", async () => {
    await stage.release(first);
    await stage.canary(next);
    expect(stage.pods("stable")).toHaveLength(3);
    expect(shares(await viewed(stage, status))).toEqual({ canary: 20, stable: 80 });
    await stage.promote();
    expect(steps.slice(1)).toEqual(["stable 100, canary 0", "stable 80, canary 20", "stable 100, canary 0"]);
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(next)));
    expect(wrong).toEqual([]);
  });

  test("gets what the command line says", async () => {
    await stage.release(first);
    await stage.canary(next, { canaryWeight: "5" });
    expect(weights()).toEqual({ "addressbook-stable": 95, "addressbook-canary": 5 });
  });

  test("loses its weight before its pods go", async () => {
    await stage.release(first);
    await stage.canary(next);
    await stage.rollback();
    expect(steps.at(-1)).toBe("stable 100, canary 0");
    expect(stage.deployment("canary")).toBeUndefined();
    expect(wrong).toEqual([]);
  });

  test("has none when it is bad", async () => {
    await stage.release(first);
    await stage.canary(stage.push("1.2.0", { errorRate: 1 }));
    expect(steps.slice(1)).toEqual(["stable 100, canary 0"]);
    expect(wrong).toEqual([]);
  });

  test("leaves no weight to the one after it, which has yet to pass the tests", async () => {
    await stage.release(first);
    await stage.canary(next);
    const bad = stage.push("1.2.0", { errorRate: 1 });
    await stage.canary(bad);
    expect(steps.slice(2)).toEqual(["stable 80, canary 20", "stable 100, canary 0"]);
    const asked = stage.cluster.store.list("Pod", "addressbook").map(({ metadata }) => metadata.name);
    expect(asked).not.toContain("addressbook-canary");
  });

  test("leaves no weight behind when the first of all is taken back", async () => {
    await stage.canary(first);
    await stage.rollback();
    expect(steps).toEqual(["stable 0, canary 100", "stable 0, canary 0"]);
    expect(wrong).toEqual([]);
  });

  test("goes on after it was killed with its weight given and stable half-way", async () => {
    await stage.release(first);
    await stage.canary(next);
    // Lease, Deployment
    expect((await stage.promote({ killedAfterWrites: 2 })).writes.at(-1)).toBe("apply Deployment/addressbook-stable");
    expect((await stage.rollback()).code).toBe(0);
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(first)));
    expect(weights()).toEqual({ "addressbook-stable": 100, "addressbook-canary": 0 });
    expect(wrong).toEqual([]);
  });
});

test("blue and green are switched by weight", async () => {
  await stage.strike();
  stage = await Stage.set({ service: { strategy: "blue-green", route: { ...route, canaryWeight: 0 } } });
  await stage.release(stage.push("1.0.0"));
  expect(weights()).toEqual({ "addressbook-blue": 100, "addressbook-green": 0 });
  await stage.release(stage.push("1.1.0"));
  expect(weights()).toEqual({ "addressbook-blue": 0, "addressbook-green": 100 });
  expect(shares(await viewed(stage, status))).toEqual({ blue: 0, green: 100 });
  await stage.rollback();
  expect(weights()).toEqual({ "addressbook-blue": 100, "addressbook-green": 0 });
});

test("GKE's balancer asks each track's pods where they say that they are ready", async () => {
  const { service } = stage.environment;
  const google = environment("google-test", { ...minimal.google, service: { route } });
  Object.assign(stage, { environment: { ...google, service: { ...service, route: google.service.route } } });
  const image = "europe-west1-docker.pkg.dev/team-project/addressbook-google-test/addressbook:1.0.0";
  stage.cluster.images.push(image, addressbook({ version: "1.0.0" }));
  await stage.release(image);
  for (const track of ["canary", "stable"])
    expect(stage.cluster.store.get("HealthCheckPolicy", "addressbook", `addressbook-${track}`)?.["spec"]).toEqual({
      default: { config: { type: "HTTP", httpHealthCheck: { port: 3000, requestPath: "/ready" } } },
      targetRef: { group: "", kind: "Service", name: `addressbook-${track}` },
    });
});
