import { gunzipSync } from "node:zlib";

import Ajv from "ajv";
import { parse } from "yaml";

import { archive } from "../../charts/helm/archive";
import { at } from "../support/at";
import { environment, minimal } from "../support/environments";
import { shipped } from "../support/every-environment";
import { chartOf } from "../support/helm";
import { manifests } from "../support/manifests";

const google = environment("team", minimal.google);
const configured = (service: object) =>
  environment("team", { ...minimal.google, service: { databasePoolSize: 2, ...service } });

const file = (each: Parameters<typeof chartOf>[0], name: string): string => chartOf(each).files[name] ?? "";
const valuesOf = (each: Parameters<typeof chartOf>[0]): unknown => parse(file(each, "values.yaml"));

describe.each(shipped)("The Helm chart of $name", (each) => {
  test("has default values that its schema accepts, and none that is not described", () => {
    const schema = JSON.parse(file(each, "values.schema.json")) as { properties: object; required: string[] };
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
    const values = valuesOf(each) as object;
    expect([validate(values), validate.errors]).toEqual([true, null]);
    expect(Object.keys(schema.properties)).toEqual(Object.keys(values));
    for (const property of Object.values(schema.properties))
      expect(property).toMatchObject({ description: expect.stringMatching(/\w.*\.$/) as string });
  });

  test("has a template for each file of manifests, and tells the environment", () => {
    const templates = Object.keys(chartOf(each).files).filter((path) => /^templates\/[^/]*\.yaml$/.test(path));
    expect(templates).toEqual(
      Object.keys(manifests(each).files).map((name) => `templates/${name.slice(5).replace(".k8s", "")}`),
    );
    expect(parse(file(each, "Chart.yaml"))).toMatchObject({ name: "addressbook", version: `0.1.0+${each.name}` });
    expect(valuesOf(each)).toMatchObject({ environment: each.name });
  });

  test("names the image, the pods and the names with hashes in its values only", () => {
    const plain = manifests(each);
    const { files } = chartOf(each);
    const templates = Object.entries(files)
      .filter(([path]) => path.startsWith("templates/"))
      .map(([, text]) => text)
      .join("\n");
    const image = String(at(plain.all("Deployment")[0], "spec", "template", "spec", "containers", 0, "image"));
    const hashed = plain.objects
      .map(({ metadata }) => String(at(metadata, "name")))
      .filter((name) => /-[0-9a-f]{10}$/.test(name));
    expect(hashed).toHaveLength(2);
    for (const literal of [image, ...hashed]) expect(templates).not.toContain(literal);
    expect(templates).not.toMatch(/replicas: [2-9]/);
  });

  test("is the same every time, as an archive too", async () => {
    const { files } = chartOf(each);
    expect(chartOf(each).files).toEqual(files);
    expect(await archive("chart", files)).toEqual(await archive("chart", files));
  });
});

describe("The values of a chart", () => {
  test("are those of a release by canary", () => {
    expect(valuesOf(google)).toEqual({
      environment: "team",
      image: "europe-west1-docker.pkg.dev/team-project/addressbook-team/addressbook:0.1.0",
      canary: { pods: 1, image: "" },
      stable: { pods: 3, image: "" },
      databaseSecret: "db-params",
      resources: {
        limits: { cpu: "500m", "ephemeral-storage": "128Mi", memory: "256Mi" },
        requests: { cpu: "100m", "ephemeral-storage": "64Mi", memory: "128Mi" },
      },
      configuration: { NODE_ENV: "production" },
    });
  });

  test("tell the live colour, with the strategy blue-green", () => {
    expect(valuesOf(configured({ strategy: "blue-green" }))).toMatchObject({
      blue: { pods: 3, image: "" },
      green: { pods: 3, image: "" },
      live: "blue",
    });
  });

  test("have the canary's weight, where a Gateway shares the requests", () => {
    const route = { gateway: "shared", gatewayNamespace: "gateways", hostnames: [], canaryWeight: 10 };
    expect(valuesOf(configured({ route }))).toMatchObject({ canary: { pods: 1, weight: 10, image: "" } });
  });

  test("have no pods where an autoscaler decides about them", () => {
    const { canary, stable } = valuesOf(configured({ autoscaling: { maxPods: 6, cpuPercent: 70 } })) as Record<
      string,
      unknown
    >;
    expect({ canary, stable }).toEqual({ canary: { pods: 1, image: "" }, stable: { image: "" } });
  });

  test("are those that a release was made with", () => {
    const { files } = chartOf(configured({}), { IMAGE: "app:2", CANARY_PODS: "2", DATABASE_SECRET: "db-params-2" });
    expect(parse(files["values.yaml"] ?? "")).toMatchObject({
      image: "app:2",
      canary: { pods: 2 },
      databaseSecret: "db-params-2",
    });
  });
});

describe("The chart", () => {
  test("refuses, whichever file is rendered, a Helm that cannot go back to another configuration", () => {
    const helpers = file(google, "templates/_helpers.tpl");
    const check = /define "addressbook\.check" -}}\n(.*\n.*)\n/.exec(helpers)?.[1];
    expect(check).toBe(
      [
        '{{- if not (semverCompare ">=3.22.0-0 <4.0.0-0 || >=4.2.0-0" .Capabilities.HelmVersion.Version) }}',
        '{{- printf "this chart needs Helm 3.22, 4.2 or later, got: %s, which cannot go back to a release that had another configuration" .Capabilities.HelmVersion.Version | fail }}',
      ].join("\n"),
    );
    const templates = Object.entries(chartOf(google).files).filter(([path]) => /^templates\/[^/]*\.yaml$/.test(path));
    expect(templates.length).toBeGreaterThan(3);
    for (const [, text] of templates) expect(text).toMatch(/^{{- include "addressbook\.check" \. }}\n/);
  });

  test("leaves braces alone that are not its own", () => {
    const text = "{{ .Values.image }}";
    // a constant of the project, in a command
    expect(file(configured({ command: ["/app", text] }), "templates/addressbook-stable.yaml")).toContain(
      '{{ "{{" }} .Values.image }}',
    );
  });

  test("has a version that Helm accepts, even when the service's own is none", () => {
    expect(chartOf(configured({ version: "build-77" }))).toMatchObject({ version: "0.0.0+team" });
    expect(parse(file(configured({ version: "build-77" }), "Chart.yaml"))).toMatchObject({ appVersion: "build-77" });
  });

  test("is an archive with one folder, as `helm package` makes it", async () => {
    const tar = gunzipSync(await archive("addressbook", { "Chart.yaml": "name: addressbook\n" }));
    expect(tar.subarray(0, 100).toString().replaceAll("\0", "")).toBe("addressbook/Chart.yaml");
    expect(tar.subarray(512, 529).toString()).toBe("name: addressbook");
  });
});
