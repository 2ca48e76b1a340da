import type { Permission } from "../../../release/cluster/cluster";
import { KubernetesCluster } from "../../../release/cluster/kubernetes-cluster";
import { SimulatedClock } from "../../cluster/clock";
import { type Act, json, refuses, ScriptedApi } from "./support/scripted-api";

let clock: SimulatedClock;
let api: ScriptedApi;
let cluster: KubernetesCluster;

beforeEach(async () => {
  clock = new SimulatedClock();
  api = await ScriptedApi.start(clock);
  cluster = new KubernetesCluster(api, {
    clock,
    namespace: "demo",
    fieldManager: "release",
    deadline: clock.now() + 60_000,
    signal: new AbortController().signal,
  });
});
afterEach(async () => {
  clock.stop();
  await api.stop();
});

const rules = (resourceRules: readonly object[], incomplete = false): Act =>
  json(201, { kind: "SelfSubjectRulesReview", status: { resourceRules, nonResourceRules: [], incomplete } });

const patchDeployments: Permission = { verb: "patch", group: "apps", resource: "deployments" };
const reachPods: Permission = { verb: "create", group: "", resource: "pods/proxy" };
const readSecret: Permission = { verb: "get", group: "", resource: "secrets", name: "db-params" };
const readSecrets: Permission = { verb: "get", group: "", resource: "secrets" };

const rule = (verbs: string, apiGroups: string, resources: string, resourceNames: string[] = []): object => ({
  verbs: verbs.split(","),
  apiGroups: apiGroups.split(","),
  resources: resources.split(","),
  resourceNames,
});

test.each<[string, object, Permission, boolean]>([
  ["the same", rule("patch", "apps", "deployments"), patchDeployments, true],
  ["one of several", rule("get,patch", "batch,apps", "jobs,deployments"), patchDeployments, true],
  ["everything", rule("*", "*", "*"), reachPods, true],
  ["another verb", rule("get", "apps", "deployments"), patchDeployments, false],
  ["another group", rule("patch", "extensions", "deployments"), patchDeployments, false],
  ["another resource", rule("patch", "apps", "replicasets"), patchDeployments, false],
  ["the resource without its subresource", rule("create", "", "pods"), reachPods, false],
  ["the subresource of all", rule("create", "", "*/proxy"), reachPods, true],
  ["the object of this name", rule("get", "", "secrets", ["db-params"]), readSecret, true],
  ["an object of another name", rule("get", "", "secrets", ["other"]), readSecret, false],
  ["all objects, one is wanted", rule("get", "", "secrets"), readSecret, true],
  ["one object, all are wanted", rule("get", "", "secrets", ["db-params"]), readSecrets, false],
])("a rule for %s", async (_what, given, permission, isGranted) => {
  api.does(rules([given]));

  expect(await cluster.missing([permission])).toEqual(isGranted ? [] : [permission]);
  expect(api.log).toEqual(["POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews"]);
  expect(JSON.parse(api.asked[0]!.body)).toMatchObject({ spec: { namespace: "demo" } });
});

/** Answers questions by what is allowed, and does not tell its rules. */
const knowsAnswersOnly =
  (first: Act, ...allowed: readonly string[]): Act =>
  (response, asked) => {
    const { spec } = JSON.parse(asked.body) as { spec: { resourceAttributes?: Record<string, string> } };
    const { verb, resource, subresource = "" } = spec.resourceAttributes ?? {};
    if (asked.path.endsWith("rulesreviews")) first(response, asked);
    else json(201, { status: { allowed: allowed.includes([verb, resource, subresource].join(" ")) } })(response, asked);
  };

const review = "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

test("where not all rules are known, the rest is asked for one by one", async () => {
  api.does(knowsAnswersOnly(rules([rule("patch", "apps", "deployments")], true), "create pods proxy"));

  expect(await cluster.missing([patchDeployments, reachPods, readSecret])).toEqual([readSecret]);
  // all that there is, and the two that no rule is for
  expect(api.log.slice(1)).toEqual([review, review, review]);
  expect(api.asked.map(({ body }) => body).join()).toContain('"name":"db-params"');
});

test("an administrator is asked for once", async () => {
  api.does(knowsAnswersOnly(rules([], true), "* * "));

  expect(await cluster.missing([patchDeployments, reachPods, readSecret])).toEqual([]);
  expect(api.log.slice(1)).toEqual([review]);
});

test("who may not ask for the rules is asked one by one", async () => {
  api.does(knowsAnswersOnly(refuses(403, "Forbidden", "no"), "patch deployments "));

  expect(await cluster.missing([patchDeployments, reachPods])).toEqual([reachPods]);
});
