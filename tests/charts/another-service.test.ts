import { checkService } from "../../environments/schema/check";
import { defineService } from "../../environments/schema/define-service";
import addressbook from "../../environments/service";
import { at, listAt } from "../support/at";
import { Checkout } from "../support/checkout";
import { environment, minimal } from "../support/environments";
import { shipped } from "../support/every-environment";
import { schemaProblems } from "../support/kubernetes-schema";
import { manifests } from "../support/manifests";
import { podTemplates } from "../support/pods";

/** What another team would put into environments/service.ts. */
const thumbnails = defineService({
  name: "thumbnails",
  namespace: "media",
  version: "2026.11.1",
  command: ["/usr/bin/thumbnails", "--serve"],
  port: 9000,
  probes: { startup: "/health/started", readiness: "/health/ready", liveness: "/health/alive" },
  drainSeconds: 12,
  shutdownSeconds: 90,
  writableDirectories: { "/var/cache/thumbnails": "1Gi" },
  configuration: { QUALITY: "80" },
  migrationCommand: [],
  bootstrapCommand: [],
  databasePoolSize: 0,
  strategy: "canary",
  stablePods: 4,
  canaryPods: 2,
  minimumPods: 2,
  resources: { cpuRequest: "50m", cpuLimit: "1", memoryRequest: "64Mi", memoryLimit: "512Mi" },
  balancer: { exposure: "internal", allowedCidrs: ["10.0.0.0/8"] },
  verification: {
    ...addressbook.verification,
    functionalTests: [
      {
        name: "a thumbnail is made",
        request: { method: "GET", path: "/thumbnail?of=logo" },
        expect: { status: 200, headers: { "content-type": "image/webp" } },
      },
    ],
  },
});

const rendered = manifests(environment("team", { ...minimal.aws, service: thumbnails }));
const pods = podTemplates(rendered.objects);
const [canary] = pods;
const container = canary!.containers[0]!;

describe("Another service, without a database", () => {
  test("is rightly described", () => {
    expect(checkService(thumbnails)).toEqual([]);
  });

  test("consists of what a service without a database needs", () => {
    expect(Object.keys(rendered.files)).toEqual([
      "0000-thumbnails.k8s.yaml",
      "0001-thumbnails-canary.k8s.yaml",
      "0002-thumbnails-stable.k8s.yaml",
    ]);
    expect(rendered.firstRelease).toEqual([]);
    expect(
      rendered.objects.map((object) => `${String(object["kind"])} ${String(at(object, "metadata", "name"))}`),
    ).toEqual([
      "Namespace media",
      "ServiceAccount thumbnails",
      expect.stringMatching(/^ConfigMap thumbnails-[0-9a-f]{10}$/),
      "PodDisruptionBudget thumbnails",
      "NetworkPolicy default",
      "NetworkPolicy thumbnails",
      "Service thumbnails-lb",
      "Deployment thumbnails-canary",
      "Deployment thumbnails-stable",
    ]);
  });

  test("is one that Kubernetes takes", () => {
    expect(rendered.objects.flatMap(schemaProblems)).toEqual([]);
  });

  test("runs its own command, at its own port, and is asked at its own paths", () => {
    expect(container).toMatchObject({
      name: "thumbnails",
      command: ["/usr/bin/thumbnails", "--serve"],
      ports: [{ name: "http", containerPort: 9000, protocol: "TCP" }],
      startupProbe: { httpGet: { path: "/health/started", port: "http" } },
      readinessProbe: { httpGet: { path: "/health/ready", port: "http" } },
      livenessProbe: { httpGet: { path: "/health/alive", port: "http" } },
    });
    const policy = rendered.one("NetworkPolicy", "thumbnails");
    expect(at(policy, "spec", "ingress", 0, "ports")).toEqual([{ protocol: "TCP", port: 9000 }]);
  });

  test("may write to its own directory, and mounts no Secret", () => {
    expect(listAt(canary!.spec, "volumes")).toContainEqual({
      name: "var-cache-thumbnails",
      emptyDir: { sizeLimit: "1Gi" },
    });
    expect(listAt(container, "volumeMounts")).toContainEqual({
      name: "var-cache-thumbnails",
      mountPath: "/var/cache/thumbnails",
    });
    expect(JSON.stringify(canary!.spec)).not.toContain("secretName");
  });

  test("has the time that it needs to stop", () => {
    expect(at(container, "lifecycle", "preStop")).toEqual({ sleep: { seconds: 12 } });
    expect(at(canary!.spec, "terminationGracePeriodSeconds")).toBe(12 + 90 + 5);
  });

  test("may ask DNS and nobody else", () => {
    expect(listAt(rendered.one("NetworkPolicy", "default"), "spec", "egress")).toHaveLength(1);
  });
});

describe("A checkout whose environments/service.ts describes another service", () => {
  const checkout = new Checkout();
  afterAll(() => {
    checkout.dispose();
  });

  test("releases that one everywhere, without a trace of the one that it came with", () => {
    checkout.write(
      "environments/service.ts",
      `import { defineService } from "./schema/define-service";\n\nexport default defineService(${JSON.stringify(thumbnails)});\n`,
    );
    checkout.remove("addressbook");
    expect(checkout.run("charts/main.ts")).toMatchObject({ status: 0, stdout: "", stderr: "" });
    const files = checkout.files("dist");
    const stable = shipped.map(({ name }) => `${name}/0002-thumbnails-stable.k8s.yaml`);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(stable));
    expect(JSON.stringify(files)).not.toMatch(/addressbook|db-params|DB_/);
  });

  test("is told what is wrong in that file once, and not for every environment", () => {
    checkout.write(
      "environments/service.ts",
      `export default ${JSON.stringify({ ...thumbnails, port: 80, probes: { ...thumbnails.probes, readiness: "ready" } })};\n`,
    );
    expect(checkout.run("charts/main.ts")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: `environments/service.ts has 2 problems:
  - \`port\` must be an integer between 1024 and 65535, got: 80
  - \`probes.readiness\` must be a path such as "/ready", got: "ready"
`,
    });
  });
});

test("What is wrong in the description of a service is told by its own paths, all at once", () => {
  const wrong = { ...thumbnails, port: 80, probes: { ...thumbnails.probes, readiness: "ready" }, replicas: 3 };
  expect(checkService(wrong).map(({ path, rule }) => `${path} ${rule}`)).toEqual([
    "port must be an integer between 1024 and 65535",
    'probes.readiness must be a path such as "/ready"',
    expect.stringMatching(/^replicas is not a setting of /),
  ]);
});

test("A secret in the description of a service is not shown", () => {
  const [problem, ...others] = checkService({ ...thumbnails, configuration: { API_TOKEN: "hunter2hunter2" } });
  expect(problem).toEqual({
    path: "configuration.API_TOKEN",
    rule: "looks like a secret in clear",
    fix: expect.anything() as unknown,
  });
  expect(others).toEqual([]);
});
