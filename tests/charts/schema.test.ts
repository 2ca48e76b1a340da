import { kubernetesOnAws, kubernetesOnDigitalocean } from "../../environments/schema/catalogue/versions";
import { maximalGoogle, shipped } from "../support/every-environment";
import { schemaProblemsIn, schemaVersions } from "../support/kubernetes-schema";
import { type Manifest, manifests } from "../support/manifests";

const newest = schemaVersions.at(-1)!;

test("There is a schema for every version of Kubernetes that a cloud offers, and for no other", () => {
  const offered = [kubernetesOnAws, kubernetesOnDigitalocean].flatMap(({ supported }) => Object.keys(supported));
  expect(schemaVersions).toEqual([...new Set(offered)].sort());
});

describe.each([...shipped, maximalGoogle])("Manifests of $name", (environment) => {
  test.each(schemaVersions)(
    "have nothing that Kubernetes %s does not know, and lack nothing that it demands",
    (version) => {
      const { objects, firstRelease } = manifests(environment);
      expect(objects.length).toBeGreaterThan(9);
      expect([...objects, ...firstRelease].flatMap((object) => schemaProblemsIn(version, object))).toEqual([]);
    },
  );
});

describe("The check", () => {
  const deployment = (change: (container: Manifest, spec: Manifest) => void): Manifest => {
    const container: Manifest = { name: "app", image: "app:1", imagePullPolicy: "Always" };
    const spec: Manifest = {
      replicas: 3,
      selector: { matchLabels: { app: "app" } },
      template: { metadata: { labels: { app: "app" } }, spec: { containers: [container] } },
    };
    change(container, spec);
    return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "app" }, spec };
  };
  const inContainer = "Deployment.spec.template.spec.containers[0]";

  const problems = (object: Manifest): string[] => schemaProblemsIn(newest, object);

  test("accepts a right manifest", () => {
    expect(problems(deployment(() => undefined))).toEqual([]);
  });

  test.each<[string, (container: Manifest, spec: Manifest) => void, string]>([
    ["a misspelt field", (c) => (c["imagePullPolic"] = "Always"), `${inContainer}.imagePullPolic: is no field`],
    ["a number in quotes", (_, s) => (s["replicas"] = "3"), 'Deployment.spec.replicas: must be integer, is "3"'],
    ["a part of a pod", (_, s) => (s["replicas"] = 1.5), "Deployment.spec.replicas: must be integer, is 1.5"],
    [
      "a number that is too great",
      (_, s) => (s["replicas"] = 2 ** 40),
      "Deployment.spec.replicas: must be of the format int32, is 1099511627776",
    ],
    [
      "a word that is not among those that there are",
      (c) => (c["imagePullPolicy"] = "Sometimes"),
      `${inContainer}.imagePullPolicy: must be Always or IfNotPresent or Never, is "Sometimes"`,
    ],
    [
      "a quantity that is none",
      (c) => (c["resources"] = { limits: { memory: "64MB" } }),
      `${inContainer}.resources.limits.memory: must be of the format quantity, is "64MB"`,
    ],
    [
      "text without quotes",
      (c) => (c["env"] = [{ name: "PORT", value: 3000 }]),
      `${inContainer}.env[0].value: must be string, is 3000`,
    ],
    [
      "an unknown field deep inside",
      (c) => (c["securityContext"] = { capabilities: { drops: ["ALL"] } }),
      `${inContainer}.securityContext.capabilities.drops: is no field`,
    ],
    [
      "one thing where a list belongs",
      (c) => (c["command"] = "node"),
      `${inContainer}.command: must be array, is "node"`,
    ],
    [
      "a list where one thing belongs",
      (_, s) => (s["strategy"] = []),
      "Deployment.spec.strategy: must be object, is []",
    ],
    [
      "a label that is no text",
      (_, s) => (s["selector"] = { matchLabels: { app: 1 } }),
      "Deployment.spec.selector.matchLabels.app: must be string, is 1",
    ],
    ["a required field that is missing", (c) => delete c["name"], `${inContainer}.name: is missing`],
    ["nothing where something belongs", (c) => (c["image"] = null), `${inContainer}.image: must be string, is null`],
    [
      "a port that is neither number nor name",
      (c) => (c["livenessProbe"] = { tcpSocket: { port: true } }),
      `${inContainer}.livenessProbe.tcpSocket.port: must be integer or string, is true`,
    ],
  ])("refuses %s", (_, change, problem) => {
    expect(problems(deployment(change))).toEqual([problem]);
  });

  test.each([
    ["a kind that does not exist", "apps/v1", "Deploiment"],
    ["a kind of an API version that is gone", "policy/v1beta1", "PodDisruptionBudget"],
    ["a kind of another group", "batch/v1", "Deployment"],
  ])("refuses %s", (_, apiVersion, kind) => {
    expect(problems({ apiVersion, kind })).toEqual([
      `${apiVersion} ${kind}: is no kind that we know of Kubernetes ${newest}`,
    ]);
  });

  test("knows which version brought a field, and which took it away again", () => {
    const pod = (field: string) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: {},
      spec: { containers: [], [field]: undefined },
    });
    const knownIn = (field: string): string[] =>
      schemaVersions.filter(
        (version) => !schemaProblemsIn(version, pod(field)).includes(`Pod.spec.${field}: is no field`),
      );
    expect(knownIn("hostname")).toEqual(["1.34", "1.35", "1.36"]);
    expect(knownIn("workloadRef")).toEqual(["1.35"]);
    expect(knownIn("schedulingGroup")).toEqual(["1.36"]);
  });
});
