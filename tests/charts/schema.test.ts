import { maximalGoogle, shipped } from "../support/every-environment";
import { schemaProblems } from "../support/kubernetes-schema";
import { type Manifest, manifests } from "../support/manifests";

describe.each([...shipped, maximalGoogle])("Manifests of $name", (environment) => {
  test("have nothing that Kubernetes does not know, and lack nothing that it demands", () => {
    const { objects } = manifests(environment);
    expect(objects.length).toBeGreaterThan(9);
    expect(objects.flatMap(schemaProblems)).toEqual([]);
  });
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

  test("accepts a right manifest", () => {
    expect(schemaProblems(deployment(() => undefined))).toEqual([]);
  });

  test.each<[string, (container: Manifest, spec: Manifest) => void, string]>([
    [
      "a misspelt field",
      (c) => (c["imagePullPolic"] = "Always"),
      `${inContainer}.imagePullPolic: is no field of V1Container`,
    ],
    ["a number in quotes", (_, s) => (s["replicas"] = "3"), "Deployment.spec.replicas: must be number, is a string"],
    [
      "a number that is none",
      (_, s) => (s["replicas"] = Number.NaN),
      "Deployment.spec.replicas: must be number, is a number",
    ],
    [
      "text without quotes",
      (c) => (c["env"] = [{ name: "PORT", value: 3000 }]),
      `${inContainer}.env[0].value: must be string, is a number`,
    ],
    [
      "an unknown field deep inside",
      (c) => (c["securityContext"] = { capabilities: { drops: ["ALL"] } }),
      `${inContainer}.securityContext.capabilities.drops: is no field of V1Capabilities`,
    ],
    [
      "one thing where a list belongs",
      (c) => (c["command"] = "node"),
      `${inContainer}.command: must be a list, is a string`,
    ],
    [
      "a list where one thing belongs",
      (_, s) => (s["strategy"] = []),
      "Deployment.spec.strategy: must be V1DeploymentStrategy, is a list",
    ],
    [
      "a label that is no text",
      (_, s) => (s["selector"] = { matchLabels: { app: 1 } }),
      "Deployment.spec.selector.matchLabels.app: must be string, is a number",
    ],
    ["a required field that is missing", (c) => delete c["name"], `${inContainer}.name: is missing`],
    ["nothing where something belongs", (c) => (c["image"] = null), `${inContainer}.image: must be string, is null`],
    [
      "a port that is neither number nor name",
      (c) => (c["livenessProbe"] = { tcpSocket: { port: true } }),
      `${inContainer}.livenessProbe.tcpSocket.port: must be IntOrString, is a boolean`,
    ],
  ])("refuses %s", (_, change, problem) => {
    expect(schemaProblems(deployment(change))).toEqual([problem]);
  });

  test("refuses a kind that does not exist", () => {
    expect(schemaProblems({ apiVersion: "apps/v1", kind: "Deploiment" })).toEqual([
      "apps/v1 Deploiment: is no kind that the client knows",
    ]);
  });

  test("refuses a kind of an API version that is gone", () => {
    expect(schemaProblems({ apiVersion: "policy/v1beta1", kind: "PodDisruptionBudget" })).toEqual([
      "policy/v1beta1 PodDisruptionBudget: is no kind that the client knows",
    ]);
  });
});
