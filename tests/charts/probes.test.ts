import { at } from "../support/at";
import { environment, minimal } from "../support/environments";
import { manifests } from "../support/manifests";
import { podTemplates } from "../support/pods";

const { objects } = manifests(environment("local", minimal.local));
const pods = podTemplates(objects);
const services = pods.filter(({ kind }) => kind === "Deployment");
const database = pods.find(({ kind }) => kind === "StatefulSet");

describe.each(services)("Probes of $owner", ({ spec, containers }) => {
  const container = containers[0]!;
  const probe = (name: string) => at(container, `${name}Probe`);

  test("CKV_K8S_8, 9: are there for the start, readiness and life, and are all different", () => {
    const probes = ["startup", "readiness", "liveness"].map((name) => JSON.stringify(probe(name)));
    expect(new Set(probes).size).toBe(3);
    expect(probes).not.toContain(undefined);
  });

  test("ask at /ready whether the pod can take traffic", () => {
    expect(probe("readiness")).toEqual({
      httpGet: { path: "/ready", port: "http" },
      periodSeconds: 2,
      timeoutSeconds: 2,
      failureThreshold: 3,
    });
  });

  test("never restart a pod because the database is down: life is asked at /live, not at /ready", () => {
    expect(at(probe("liveness"), "httpGet", "path")).toBe("/live");
    expect(at(probe("startup"), "httpGet", "path")).toBe("/live");
  });

  test("give the pod a minute to start before they judge it", () => {
    expect(Number(at(probe("startup"), "periodSeconds")) * Number(at(probe("startup"), "failureThreshold"))).toBe(60);
  });

  test("use a port that the container declares", () => {
    expect(at(container, "ports")).toEqual([{ name: "http", containerPort: 3000, protocol: "TCP" }]);
    for (const name of ["startup", "readiness", "liveness"]) expect(at(probe(name), "httpGet", "port")).toBe("http");
  });

  test("name no host, which the restricted profile refuses", () => {
    for (const name of ["startup", "readiness", "liveness"]) expect(at(probe(name), "httpGet", "host")).toBeUndefined();
  });

  test("are followed by a pause before the end, so that balancers notice, and by time to finish", () => {
    expect(at(container, "lifecycle", "preStop")).toEqual({ sleep: { seconds: 5 } });
    expect(at(spec, "terminationGracePeriodSeconds")).toBe(5 + 25 + 5);
  });
});

test("Probes of the local database are all different and ask PostgreSQL itself", () => {
  const container = database?.containers[0];
  const probes = ["startupProbe", "readinessProbe", "livenessProbe"].map((name) => JSON.stringify(at(container, name)));
  expect(new Set(probes).size).toBe(3);
  expect(at(container, "readinessProbe", "exec", "command")).toEqual([
    "pg_isready",
    "--username",
    "demouser",
    "--dbname",
    "demo",
  ]);
});

test("The migration is not probed: it ends by itself", () => {
  const [container] = pods.find(({ kind }) => kind === "Job")!.containers;
  expect(Object.keys(container!).filter((key) => /probe/i.test(key))).toEqual([]);
});
