import type { PolicyRule } from "../api/access/users";
import { type RunningApi, startApi } from "./api-support/running-api";

const deployments = "/apis/apps/v1/namespaces/default/deployments";
const reader: PolicyRule = { verbs: ["get", "list"], apiGroups: ["apps"], resources: ["deployments"] };

describe("Access to the test cluster's API", () => {
  let running: RunningApi;

  beforeAll(async () => {
    running = await startApi();
  });

  afterAll(() => running.stop());

  test.each([
    ["no token", ""],
    ["nobody's token", "x"],
  ])("takes a token: %s", async (_, token) => {
    const { status, json } = await running.send("GET", deployments, { token });
    expect([status, json]).toEqual([401, expect.objectContaining({ reason: "Unauthorized", message: "Unauthorized" })]);
  });

  test("ends with the token's time, and goes on with a new one", async () => {
    const { token } = running.api.users.add("tired");
    expect((await running.send("GET", deployments, { token })).status).toBe(200);
    const fresh = running.api.users.expireToken("tired");
    expect((await running.send("GET", deployments, { token })).status).toBe(401);
    expect((await running.send("GET", deployments, { token: fresh })).status).toBe(200);
  });

  test.each([
    [
      "PATCH",
      `${deployments}/x`,
      'deployments.apps "x" is forbidden: User "reader" cannot patch resource "deployments" in API group "apps" in the namespace "default"',
    ],
    [
      "GET",
      "/api/v1/namespaces/default/pods/p:80/proxy/x",
      'pods "p" is forbidden: User "reader" cannot get resource "pods/proxy" in API group "" in the namespace "default"',
    ],
    [
      "GET",
      "/api/v1/nodes",
      'nodes is forbidden: User "reader" cannot list resource "nodes" in API group "" at the cluster scope',
    ],
  ])("is refused in the API's words: %s %s", async (method, path, message) => {
    const { token } = running.api.users.add("reader", [reader]);
    const { status, json } = await running.send(method, path, { token, type: "application/merge-patch+json" });
    expect([status, json]).toEqual([403, expect.objectContaining({ reason: "Forbidden", message })]);
  });

  test("can be refused for single verbs", async () => {
    const { token } = running.api.users.add("limited");
    running.api.users.refuse("limited", { verb: "create", resource: "configmaps" });
    const create = () =>
      running.send("POST", "/api/v1/namespaces/default/configmaps?dryRun=All", {
        token,
        body: { metadata: { name: "a" } },
      });
    expect((await create()).status).toBe(403);
    running.api.users.allowAgain("limited");
    expect((await create()).status).toBe(201);
  });

  test.each([
    ["get", true],
    ["patch", false],
  ])("is told when somebody asks: %s", async (verb, allowed) => {
    const { token } = running.api.users.add("reader", [reader]);
    const { json } = await running.send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
      token,
      body: { spec: { resourceAttributes: { namespace: "default", verb, group: "apps", resource: "deployments" } } },
    });
    expect(json).toMatchObject({ status: { allowed } });
  });

  test("is listed when somebody asks", async () => {
    const { token } = running.api.users.add("reader", [reader]);
    const { json } = await running.send("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", {
      token,
      body: { spec: { namespace: "default" } },
    });
    expect(json).toMatchObject({
      status: { incomplete: false, resourceRules: expect.arrayContaining([reader]) as unknown },
    });
  });
});
