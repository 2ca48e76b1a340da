import { at, listAt } from "../support/at";
import { environment, minimal } from "../support/environments";
import { minimalClouds, minimalLocal } from "../support/every-environment";
import { manifests } from "../support/manifests";
import { podTemplates, selects } from "../support/pods";

describe.each(minimalClouds)("The first release to $name", (of) => {
  const rendered = manifests(of, { IMAGE: "app:1" });
  const [job, ...others] = rendered.firstRelease;
  const [pod] = podTemplates([job!]);
  const container = pod!.containers[0]!;

  test("makes the service's role by one Job, with a program of the service's own image", () => {
    expect(others).toEqual([]);
    expect(job).toMatchObject({ kind: "Job", metadata: { namespace: "addressbook" } });
    expect(container).toMatchObject({ image: "app:1", command: ["node", "dist/bootstrap.js"] });
  });

  test("reads both logins from files, and none from a variable", () => {
    const mounted = listAt(pod!.spec, "volumes").flatMap((volume) => listAt(volume, "secret", "secretName"));
    expect(mounted).toEqual(["db-params", "db-administrator"]);
    const directories: Record<string, unknown> = Object.fromEntries(
      listAt(container, "volumeMounts").map((mount) => [String(at(mount, "name")), at(mount, "mountPath")]),
    );
    expect(listAt(container, "env")).toEqual([
      { name: "DB_CREDENTIALS_DIR", value: directories["db-params"] },
      { name: "DB_ADMIN_CREDENTIALS_DIR", value: directories["db-administrator"] },
    ]);
    expect(at(container, "envFrom")).toBeUndefined();
  });

  test("is no part of a later one: whoever applies the folder does not apply it", () => {
    expect(Object.keys(rendered.written).filter((name) => name.includes("bootstrap"))).toEqual([
      "first-release/addressbook-bootstrap.k8s.yaml",
    ]);
    expect(JSON.stringify(rendered.objects)).not.toContain("db-administrator");
  });

  test("gets no traffic, and counts in no disruption budget", () => {
    const selectors = [
      at(rendered.one("Service", "addressbook-lb"), "spec", "selector"),
      at(rendered.one("PodDisruptionBudget", "addressbook"), "spec", "selector", "matchLabels"),
    ];
    expect(selectors.map((selector) => selects(selector, pod!.labels))).toEqual([false, false]);
  });

  test("fails for good at the first failure, ends in time, and is removed after a week", () => {
    expect(job!["spec"]).toMatchObject({
      backoffLimit: 0,
      activeDeadlineSeconds: 300,
      ttlSecondsAfterFinished: 604_800,
      template: { spec: { restartPolicy: "Never" } },
    });
  });

  test("has another Job for another image, because a Job cannot be changed", () => {
    const name = (image: string) => at(manifests(of, { IMAGE: image }).firstRelease[0], "metadata", "name");
    expect(name("app:1")).toBe(at(job, "metadata", "name"));
    expect(name("app:2")).not.toBe(name("app:1"));
  });
});

test("A local database is made with its role, and a service may bring no such program", () => {
  expect(manifests(minimalLocal).firstRelease).toEqual([]);
  const without = environment("team", { ...minimal.aws, service: { bootstrapCommand: [] } });
  expect(manifests(without).firstRelease).toEqual([]);
});
