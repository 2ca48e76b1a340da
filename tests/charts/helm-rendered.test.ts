import { serviceProblems } from "../../environments/schema/rules/service";
import { at } from "../support/at";
import { environment, minimal } from "../support/environments";
import { shipped } from "../support/every-environment";
import { type Manifest, manifests } from "../support/manifests";
import { withHelm, withOldHelm } from "../support/with-helm";

const digest = (digit: string) => `@sha256:${digit.repeat(64)}`;

/** With few connections, so that two colours fit. */
const configured = (service: object) =>
  environment("team", { ...minimal.google, service: { databasePoolSize: 2, ...service } });
const google = configured({});

const route = { gateway: "shared", gatewayNamespace: "gateways", hostnames: [], canaryWeight: 10 };
const strategies = [
  configured({ strategy: "blue-green" }),
  configured({ autoscaling: { maxPods: 6, cpuPercent: 70 } }),
  configured({ route }),
  configured({ strategy: "blue-green", route }),
  configured({ databasePoolSize: 0, migrationCommand: [], bootstrapCommand: [], command: ["/app/serve"] }),
].map((each, index) => [`variant ${index + 1}`, each] as const);

/** By kind and name; what exists during `helm test` only is left out. */
function byName(objects: readonly Manifest[]): Record<string, Manifest> {
  return Object.fromEntries(
    objects
      .filter((object) => at(object, "metadata", "annotations", "helm.sh/hook") === undefined)
      .map((object) => [`${String(object["kind"])} ${String(at(object, "metadata", "name"))}`, object]),
  );
}

withHelm("Rendered by Helm", (helm) => {
  describe.each([...shipped.map((each) => [each.name, each] as const), ...strategies])("%s", (_name, each) => {
    test("passes the strict lint", () => {
      const { status, output } = helm.run(each, ["lint", "--strict"]);
      expect({ status, output }).toMatchObject({
        status: 0,
        output: expect.stringContaining("0 chart(s) failed") as string,
      });
    });

    test("is what `cdk8s synth` writes, object by object", () => {
      expect(byName(helm.objects(each))).toEqual(byName(manifests(each).objects));
    });
  });

  describe("Other values give what `cdk8s synth` writes for the same settings:", () => {
    test("image and pods", () => {
      const image = `registry.example.com:5000/app:2${digest("a")}`;
      expect(byName(helm.objects(google, { image, canary: { pods: 2 }, stable: { pods: 4 } }))).toEqual(
        byName(manifests(google, { IMAGE: image, CANARY_PODS: "2", STABLE_PODS: "4" }).objects),
      );
    });

    test("configuration, whatever is in it", () => {
      const configuration = {
        LOG_LEVEL: "debug",
        NUMBER: "1",
        EMPTY: "",
        MARKUP: `<a href="x">'&amp;'</a> {{ .Values.image }} \${HOME} %s`,
        YAML: "- one: [two, *three] # four",
        WORDS: "größer ≥ 1 😀",
      };
      // NODE_ENV comes from the defaults on both sides
      expect(byName(helm.objects(google, { configuration }))).toEqual(
        byName(manifests(configured({ configuration })).objects),
      );
    });

    test("resources", () => {
      const resources = { requests: { cpu: "120m" }, limits: { cpu: "1", memory: "512Mi" } };
      const same = configured({ resources: { cpuRequest: "120m", cpuLimit: "1", memoryLimit: "512Mi" } });
      expect(byName(helm.objects(google, { resources }))).toEqual(byName(manifests(same).objects));
    });

    test("another Secret of the database", () => {
      expect(byName(helm.objects(google, { databaseSecret: "db-params-2" }))).toEqual(
        byName(manifests(google, { DATABASE_SECRET: "db-params-2" }).objects),
      );
    });

    test("the live colour", () => {
      const blueGreen = configured({ strategy: "blue-green" });
      const rendered = byName(helm.objects(blueGreen, { live: "green" }));
      expect(rendered).toEqual(byName(manifests(blueGreen, { LIVE: "green" }).objects));
      expect(at(rendered["Service addressbook-lb"], "spec", "selector", "deployment")).toBe("addressbook-green");
    });

    test("the canary's share at a Gateway", () => {
      const routed = configured({ route });
      expect(byName(helm.objects(routed, { canary: { weight: 3 } }))).toEqual(
        byName(manifests(routed, { CANARY_WEIGHT: "3" }).objects),
      );
    });
  });

  describe("An image for one track only", () => {
    const images = (objects: readonly Manifest[]) =>
      Object.fromEntries(
        objects
          .filter(({ kind }) => kind === "Deployment" || kind === "Job")
          .map((object) => [
            String(at(object, "metadata", "labels", "deployment") ?? object["kind"]),
            at(object, "spec", "template", "spec", "containers", 0, "image"),
          ]),
      );

    test("is that of the canary and of the migration, which the canary is the first to need", () => {
      expect(images(helm.objects(google, { image: "app:1", canary: { image: "app:2" } }))).toEqual({
        Job: "app:2",
        "addressbook-canary": "app:2",
        "addressbook-stable": "app:1",
      });
    });

    test.each([
      ["blue", "green", "app:2"],
      ["green", "green", "app:1"],
    ])("while %s is live, a new image for %s has the migration run with %s", (live, colour, Job) => {
      const values = { image: "app:1", live, [colour]: { image: "app:2" } };
      expect(images(helm.objects(configured({ strategy: "blue-green" }), values))).toMatchObject({
        Job,
        "addressbook-green": "app:2",
        "addressbook-blue": "app:1",
      });
    });

    test("gives the migration another name, because a Job cannot be changed", () => {
      const jobs = ["app:1", "app:2"].map((image) =>
        Object.keys(byName(helm.objects(google, { canary: { image } }))).filter((name) => name.startsWith("Job ")),
      );
      expect(new Set(jobs.flat()).size).toBe(2);
    });
  });

  describe("Wrong values are refused:", () => {
    test.each<[string, object, RegExp]>([
      ["a misspelt value", { imgae: "app:1" }, /'imgae' not allowed/],
      ["a misspelt value of a track", { canary: { replicas: 1 } }, /\/canary'?.*'replicas' not allowed/],
      ["the chart of another environment", { environment: "production" }, /\/environment'?.*must be '?team/],
      ["pods that are no number", { stable: { pods: "3" } }, /\/stable\/pods'?.*got string, want integer/],
      [
        "a number in the configuration",
        { configuration: { LEVEL: 3 } },
        /\/configuration\/LEVEL'?.*got number, want string/,
      ],
      ["no image", { image: null }, /missing property 'image'/],
      [
        "a processor that is octal to Helm",
        { resources: { limits: { cpu: "0100m" } } },
        /\/cpu'?.*'0100m' does not match/,
      ],
      ["no processor at all", { resources: { requests: { cpu: 0 } } }, /\/cpu'?.*exclusiveMinimum|must be > 0/],
      ["a memory without unit", { resources: { limits: { memory: "512" } } }, /\/memory'?.*'512' does not match/],
    ])("%s, by the schema", (_what, values, message) => {
      const { status, output } = helm.run(google, ["template", "release"], values);
      expect(output).toMatch(message);
      expect(status).not.toBe(0);
    });

    test("all at once, in the project's own words", () => {
      const { status, output } = helm.run(google, ["template", "release"], {
        image: "app",
        canary: { image: "app:latest", pods: 90 },
        stable: { pods: 0 },
        configuration: { PORT: "80", DB_HOST: "elsewhere" },
      });
      expect(status).not.toBe(0);
      const [, problems = ""] = output.split("the values have 7 problems:\n");
      expect(problems.split("\n").slice(0, 7)).toEqual([
        '  `canary.image` must not be named by a tag that is moved from image to image, got: "app:latest"; use the digest, or a tag of the release',
        '  `image` must be a reference with a tag or, better, a digest, got: "app"',
        '  `configuration.DB_HOST` must not be a variable that this project sets itself, got: "elsewhere"',
        '  `configuration.PORT` must not be a variable that this project sets itself, got: "80"',
        "  `stable.pods` must be at least 2, got: 0",
        "  `canary.pods` and `stable.pods` must be at most 8 together, for which the nodes and the database of team have room, got: 90",
        "  `canary.pods` must not be more than `stable.pods` (0): a canary takes the smaller share of traffic, got: 90",
      ]);
    });
  });

  describe("Resources are refused", () => {
    const autopilot = environment("team", { ...minimal.google, cluster: { autopilot: true } });
    const problems = (each: typeof google, requests: object, limits: object = {}): string[] => {
      const { status, output } = helm.run(each, ["template", "release"], { resources: { requests, limits } });
      expect(status).not.toBe(0);
      return output.match(/^ {2}`.*$/gm)?.map((line) => line.trim()) ?? [];
    };

    test.each<[string, object, object]>([
      ["processor", { cpu: "0.6" }, { cpu: "500m" }],
      ["processor", { cpu: "501m" }, { cpu: "0.5" }],
      ["processor", { cpu: 2 }, { cpu: "1500m" }],
      ["processor", { cpu: "0.101" }, { cpu: "100m" }],
      ["memory", { memory: "65Mi" }, { memory: "65536Ki" }],
      ["memory", { memory: "1Gi" }, { memory: "1023Mi" }],
      ["memory", { memory: "1048577Ki" }, { memory: "1Gi" }],
      ["storage", { "ephemeral-storage": "2Gi" }, { "ephemeral-storage": "2047Mi" }],
    ])("when a pod asks for more %s than it gets: %j of %j", (_what, requests, limits) => {
      const [[key, asked]] = Object.entries(requests) as [[string, unknown]];
      const [got] = Object.values(limits) as unknown[];
      expect(problems(autopilot, requests, limits)).toEqual([
        `\`resources.requests.${key}\` must not be more than \`resources.limits.${key}\` (${String(got)}), got: ${String(asked)}`,
      ]);
    });

    test("when the limit is set below what a pod asks for by default", () => {
      expect(problems(google, {}, { memory: "64Mi" })).toEqual([
        "`resources.requests.memory` must not be more than `resources.limits.memory` (64Mi), got: 128Mi",
      ]);
    });

    test.each([
      ["a node", google, "3Gi", "3"],
      ["a pod of Autopilot", autopilot, "111Gi", "31"],
    ])("when a pod does not fit on %s, in the words of `cdk8s synth`", (_what, each, memory, cpu) => {
      const resources = { cpuRequest: cpu, cpuLimit: cpu, memoryRequest: memory, memoryLimit: memory };
      const written = serviceProblems({ ...each, service: { ...each.service, resources } });
      expect(written.map(({ path }) => path)).toEqual([
        "service.resources.cpuRequest",
        "service.resources.memoryRequest",
      ]);
      expect(problems(each, { memory, cpu }, { memory, cpu })).toEqual([
        `\`resources.requests.cpu\` ${written[0]!.rule}, got: ${cpu}`,
        `\`resources.requests.memory\` ${written[1]!.rule}, got: ${memory}`,
      ]);
    });
  });

  test("Resources that fit are taken, in whatever unit", () => {
    for (const [requests, limits] of [
      [{ cpu: "0.5" }, { cpu: "500m" }],
      [{ cpu: "500m" }, { cpu: 0.5 }],
      [{ cpu: 0.25 }, { cpu: "0.25" }],
      [{ memory: "131072Ki" }, { memory: "128Mi" }],
      [{ memory: "1024Mi" }, { memory: "1Gi" }],
      [{ "ephemeral-storage": "1Gi" }, { "ephemeral-storage": "1024Mi" }],
    ])
      expect(helm.objects(google, { resources: { requests, limits } })).not.toEqual([]);
  });

  test("A limit in the form that an environment may have is taken", () => {
    const half = configured({ resources: { cpuRequest: "0.1", cpuLimit: "0.5" } });
    expect(byName(helm.objects(half))).toEqual(byName(manifests(half).objects));
  });

  test("`helm test` asks the service by its name, from a pod that may", () => {
    const hooks = helm
      .objects(google)
      .filter((object) => at(object, "metadata", "annotations", "helm.sh/hook") === "test");
    expect(hooks.map(({ kind }) => kind as string)).toEqual(["NetworkPolicy", "Pod"]);
    const [policy, pod] = hooks;
    expect(at(pod, "spec", "containers", 0, "env")).toEqual([{ name: "URL", value: "http://addressbook-lb/ready" }]);
    const labels = at(pod, "metadata", "labels") as object;
    expect(labels).toMatchObject(at(policy, "spec", "podSelector", "matchLabels") as object);
    // or else the Service would send requests to it
    expect(labels).toMatchObject({ app: "addressbook-test" });
    expect(at(policy, "spec", "egress", 0)).toEqual({
      to: [{ podSelector: { matchLabels: { app: "addressbook" } } }],
      ports: [{ protocol: "TCP", port: 3000 }],
    });
  });
});

withOldHelm("Rendered by an old Helm", (helm) => {
  test("a chart is refused, and why", () => {
    const { status, output } = helm.run(google, ["template", "release"]);
    expect(output).toContain(`this chart needs Helm 3.22, 4.2 or later, got: ${helm.version.split("+")[0] ?? ""}`);
    expect(status).not.toBe(0);
  });
});
