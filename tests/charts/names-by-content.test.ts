import { at, leaves } from "../support/at";
import { environment, minimal } from "../support/environments";
import { type Manifests, manifests } from "../support/manifests";

const base = environment("team", minimal.google);
const configured = (configuration: Record<string, string>) =>
  manifests(environment("team", { ...minimal.google, service: { configuration } }));

const nameOf = (rendered: Manifests, kind: string) => String(at(rendered.all(kind)[0], "metadata", "name"));
const digest = (digit: string) => `@sha256:${digit.repeat(64)}`;
const withImage = (image: string) => manifests(base, { IMAGE: image });

describe("The ConfigMap", () => {
  test("holds what the environment configures and what the project sets itself, sorted", () => {
    const { data } = configured({ LOG_LEVEL: "debug", GREETING: "hello" }).all("ConfigMap")[0] as { data: object };
    expect(Object.entries(data)).toEqual([
      ["DB_CREDENTIALS_DIR", "/var/run/db"],
      ["DB_POOL_SIZE", "3"],
      ["GREETING", "hello"],
      ["LOG_LEVEL", "debug"],
      ["NODE_ENV", "production"],
      ["PORT", "3000"],
      ["SHUTDOWN_TIMEOUT_SECONDS", "25"],
    ]);
  });

  test("cannot be changed once it is there", () => {
    expect(manifests(base).all("ConfigMap")).toEqual([expect.objectContaining({ immutable: true })]);
  });

  test("has another name when a value changes", () => {
    expect(nameOf(configured({ LOG_LEVEL: "debug" }), "ConfigMap")).not.toBe(
      nameOf(configured({ LOG_LEVEL: "info" }), "ConfigMap"),
    );
  });

  test("has another name when a variable is added", () => {
    expect(nameOf(configured({ LOG_LEVEL: "info" }), "ConfigMap")).not.toBe(nameOf(configured({}), "ConfigMap"));
  });

  test("keeps its name when nothing but the order changes", () => {
    const one = configured({ A: "1", B: "2" });
    const other = configured({ B: "2", A: "1" });
    expect(nameOf(other, "ConfigMap")).toBe(nameOf(one, "ConfigMap"));
  });

  test("keeps its name when only the image changes", () => {
    expect(nameOf(withImage("other:2"), "ConfigMap")).toBe(nameOf(withImage("other:1"), "ConfigMap"));
  });

  test("is named by both Deployments and the migration, so that changed values roll the pods", () => {
    for (const rendered of [configured({ LOG_LEVEL: "debug" }), configured({ LOG_LEVEL: "info" })]) {
      const names = leaves(rendered.objects)
        .filter(({ path }) => path.join(".").endsWith("configMapRef.name"))
        .map(({ value }) => value);
      expect(names).toEqual(Array.from({ length: 3 }, () => nameOf(rendered, "ConfigMap")));
    }
  });
});

describe("The migration", () => {
  const jobOf = (rendered: Manifests) => nameOf(rendered, "Job");

  test("has another name for another image, because a Job cannot be changed", () => {
    expect(jobOf(withImage(`app${digest("a")}`))).not.toBe(jobOf(withImage(`app${digest("b")}`)));
  });

  test("has another name for another configuration", () => {
    expect(jobOf(configured({ LOG_LEVEL: "debug" }))).not.toBe(jobOf(configured({})));
  });

  test("has another name for other resources, which are part of its pod", () => {
    const larger = environment("team", { ...minimal.google, service: { resources: { memoryLimit: "512Mi" } } });
    expect(jobOf(manifests(larger))).not.toBe(jobOf(manifests(base)));
  });

  test("has the same name when the same release is made again, and so runs once", () => {
    expect(jobOf(manifests(base))).toBe(jobOf(manifests(base)));
  });

  test("has the same name when only the number of pods changes", () => {
    expect(jobOf(manifests(base, { STABLE_PODS: "2" }))).toBe(jobOf(manifests(base)));
  });

  test("fails for good at the first failure, ends in time, and is kept for a week", () => {
    expect(manifests(base).all("Job")[0]).toMatchObject({
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: 300,
        ttlSecondsAfterFinished: 604_800,
        template: { spec: { restartPolicy: "Never" } },
      },
    });
  });

  test("runs the image's own migration", () => {
    const container = at(
      manifests(base, { IMAGE: "app:1" }).all("Job")[0],
      "spec",
      "template",
      "spec",
      "containers",
      0,
    );
    expect(container).toMatchObject({ image: "app:1", command: ["node", "dist/migrate.js"] });
  });

  test("gets no traffic: its label `app` is not the service's", () => {
    expect(at(manifests(base).all("Job")[0], "spec", "template", "metadata", "labels", "app")).toBe(
      "addressbook-migrate",
    );
  });
});

describe("What the pods of a Deployment are made from", () => {
  const template = (rendered: Manifests, track = "stable") =>
    at(rendered.one("Deployment", `addressbook-${track}`), "spec", "template");
  const changes = (one: Manifests, other: Manifests) =>
    differences(template(one), template(other)).map((path) => path.join("."));

  test("changes with a value of the configuration, and in nothing but its name", () => {
    expect(changes(configured({ LOG_LEVEL: "debug" }), configured({ LOG_LEVEL: "info" }))).toEqual([
      "spec.containers.0.envFrom.0.configMapRef.name",
    ]);
  });

  test("changes with the name of the database's Secret, and in nothing else", () => {
    expect(changes(manifests(base), manifests(base, { DATABASE_SECRET: "db-params-7f3a" }))).toEqual([
      "spec.containers.0.volumeMounts.1.name",
      "spec.volumes.1.name",
      "spec.volumes.1.secret.secretName",
    ]);
  });

  test("changes with the image", () => {
    expect(changes(withImage("app:1"), withImage("app:2"))).toEqual(["spec.containers.0.image"]);
  });

  test("does not change with the number of pods, which would roll them", () => {
    expect(changes(manifests(base), manifests(base, { STABLE_PODS: "2" }))).toEqual([]);
  });

  test("is the same in both tracks, but for what tells them apart", () => {
    const rendered = manifests(base);
    expect(differences(template(rendered), template(rendered, "canary")).map((path) => path.join("."))).toEqual([
      "metadata.labels.app.kubernetes.io/instance",
      "metadata.labels.deployment",
      "spec.containers.0.env.0.value",
      "spec.topologySpreadConstraints.0.labelSelector.matchLabels.deployment",
      "spec.topologySpreadConstraints.1.labelSelector.matchLabels.deployment",
    ]);
  });
});

/** The paths of all values in which two things differ. */
function differences(one: unknown, other: unknown): (readonly string[])[] {
  const values = [one, other].map((thing) => leaves(thing).map(({ path, value }) => JSON.stringify([path, value])));
  const paths = values
    .flatMap((own, index) => own.filter((value) => !values[1 - index]!.includes(value)))
    .map((value) => JSON.stringify((JSON.parse(value) as [string[], unknown])[0]));
  return [...new Set(paths)].map((path) => JSON.parse(path) as string[]).sort();
}
