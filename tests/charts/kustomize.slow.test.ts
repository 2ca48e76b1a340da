import { parse, stringify } from "yaml";

import type { Environment } from "../../environments/schema/environment";
import { at, listAt } from "../support/at";
import { environment, minimal } from "../support/environments";
import { shipped } from "../support/every-environment";
import { kustomize } from "../support/kustomize";
import { type Manifest, manifests } from "../support/manifests";
import { withKustomize } from "../support/with-kustomize";

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const configured = (service: object) =>
  environment("team", { ...minimal.google, service: { databasePoolSize: 2, ...service } });
const google = configured({});

interface Kustomization {
  resources: string[];
  images: { name: string; newName: string; newTag?: string; digest?: string }[];
  replicas: { name: string; count: number }[];
}

const kustomizationOf = (each: Environment, image = "app:1") =>
  parse(manifests(each, { IMAGE: image }).written["Kustomization"] ?? "") as Kustomization;

/** The files after somebody has edited the kustomization, as `kustomize edit` does. */
function edited(each: Environment, edit: (kustomization: Kustomization) => void): Readonly<Record<string, string>> {
  const { written } = manifests(each, { IMAGE: "app:1" });
  const kustomization = parse(written["Kustomization"] ?? "") as Kustomization;
  edit(kustomization);
  return { ...written, Kustomization: stringify(kustomization) };
}

function setImage(name: string, image: Partial<Kustomization["images"][number]>) {
  return ({ images }: Kustomization): void => {
    const index = images.findIndex((candidate) => candidate.name === name);
    expect(index).toBeGreaterThanOrEqual(0);
    images[index] = { name, newName: "app", ...image };
  };
}

const nameOf = ({ metadata }: Manifest): string => (metadata as { name: string } | undefined)?.name ?? "";
const jobIn = (objects: readonly Manifest[]): Manifest => objects.find(({ kind }) => kind === "Job") ?? {};
const imageIn = (object: Manifest): unknown => at(object, "spec", "template", "spec", "containers", 0, "image");

const images = (objects: readonly Manifest[]) =>
  Object.fromEntries(
    objects
      .filter((object) => imageIn(object) !== undefined)
      .map((object) => [`${String(object["kind"])} ${nameOf(object).replace(/(-migrate)-.*/, "$1")}`, imageIn(object)]),
  );

describe("A kustomization", () => {
  test.each(shipped)("of $name lists the files of a release in their order, and no others", (each) => {
    const { files, written } = manifests(each);
    expect((parse(written["Kustomization"] ?? "") as Kustomization).resources).toEqual(Object.keys(files));
  });

  test("has no ending, nor has its helper: `kubectl apply --filename` of the folder takes YAML files for objects", () => {
    const { files, written } = manifests(google);
    const others = Object.keys(written).filter((name) => !(name in files) && !name.includes("/"));
    expect(others).toEqual(["Kustomization", "kustomizeconfig"]);
  });

  test.each([
    [
      "a tag",
      "registry.example.com:5000/team/app:1.2",
      { newName: "registry.example.com:5000/team/app", newTag: "1.2" },
    ],
    ["a digest", `app@${digest("a")}`, { newName: "app", digest: digest("a") }],
    ["both", `app:1@${digest("a")}`, { newName: "app", newTag: "1", digest: digest("a") }],
  ])("gives each track its own image to set, by %s", (_what, image, parts) => {
    expect(kustomizationOf(google, image).images).toEqual([
      { name: "addressbook-canary", ...parts },
      { name: "addressbook-stable", ...parts },
    ]);
  });

  test("gives each colour its own image to set, and the migration too, because either may be the new one", () => {
    expect(kustomizationOf(configured({ strategy: "blue-green" })).images.map(({ name }) => name)).toEqual([
      "addressbook-migrate",
      "addressbook-blue",
      "addressbook-green",
    ]);
  });

  test("sets pods, but for those that an autoscaler decides about", () => {
    expect(kustomizationOf(google).replicas).toEqual([
      { name: "addressbook-canary", count: 1 },
      { name: "addressbook-stable", count: 3 },
    ]);
    expect(kustomizationOf(configured({ autoscaling: { maxPods: 6, cpuPercent: 70 } })).replicas).toEqual([
      { name: "addressbook-canary", count: 1 },
    ]);
  });

  test("of a service without migration has nothing to do with Jobs", () => {
    const { written } = manifests(configured({ databasePoolSize: 0, migrationCommand: [], bootstrapCommand: [] }));
    expect(Object.keys(written)).not.toContain("kustomizeconfig");
    expect(written["Kustomization"]).not.toMatch(/Job|configMapGenerator/);
  });
});

withKustomize("Kustomize", () => {
  const variants = [
    ...shipped,
    configured({ strategy: "blue-green" }),
    configured({ route: { gateway: "shared", gatewayNamespace: "gateways", hostnames: [], canaryWeight: 10 } }),
    configured({ databasePoolSize: 0, migrationCommand: [], bootstrapCommand: [] }),
  ].map((each, index) => [`${each.name} (${index + 1})`, each] as const);

  test.each(variants)("makes of %s the objects of the files, but for the name of the Job", (_name, each) => {
    const { written, objects } = manifests(each);
    const made = kustomize(written);
    const byName = (all: readonly Manifest[]) =>
      Object.fromEntries(all.map((object) => [`${String(object["kind"])} ${nameOf(object)}`, object]));
    const renamed = nameOf(jobIn(made));
    const plain = objects.map((object) =>
      object["kind"] === "Job" ? { ...object, metadata: { ...(object["metadata"] as object), name: renamed } } : object,
    );
    expect(byName(made)).toEqual(byName(plain));
    // ten characters of hash and a hyphen
    expect(renamed.slice(0, -11)).toBe(objects.some(({ kind }) => kind === "Job") ? nameOf(jobIn(objects)) : "");
  });

  test("sets the image of the canary without that of stable; the migration goes with the canary", () => {
    expect(images(kustomize(edited(google, setImage("addressbook-canary", { digest: digest("b") }))))).toEqual({
      "Job addressbook-migrate": `app@${digest("b")}`,
      "Deployment addressbook-canary": `app@${digest("b")}`,
      "Deployment addressbook-stable": "app:1",
    });
  });

  test("sets the image of stable without that of the canary", () => {
    expect(images(kustomize(edited(google, setImage("addressbook-stable", { newTag: "2" }))))).toMatchObject({
      "Deployment addressbook-canary": "app:1",
      "Deployment addressbook-stable": "app:2",
    });
  });

  test("gives the migration another name for another image, whatever names it, and the same one for the same", () => {
    const jobName = (image: object) => nameOf(jobIn(kustomize(edited(google, setImage("addressbook-canary", image)))));
    const names = [{ newTag: "2" }, { newTag: "3" }, { digest: digest("a") }, { digest: digest("b") }].map(jobName);
    expect(new Set(names).size).toBe(4);
    expect(jobName({ newTag: "2" })).toBe(names[0]);
    // the name of a Job is a label of its pods
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]{1,63}$/);
  });

  test("keeps the name of the migration when only stable is promoted, so that it is not run again", () => {
    const canary = setImage("addressbook-canary", { newTag: "2" });
    const before = kustomize(edited(google, canary));
    const after = kustomize(
      edited(google, (kustomization) => {
        canary(kustomization);
        setImage("addressbook-stable", { newTag: "2" })(kustomization);
      }),
    );
    expect(nameOf(jobIn(after))).toBe(nameOf(jobIn(before)));
  });

  test("writes no ConfigMap but the service's own, which keeps its name", () => {
    const plain = manifests(google);
    const maps = kustomize(plain.written).filter(({ kind }) => kind === "ConfigMap");
    expect(maps).toEqual(plain.all("ConfigMap"));
    expect(maps).toHaveLength(1);
  });

  test("sets the pods of a track", () => {
    const objects = kustomize(
      edited(google, ({ replicas }) => {
        replicas[0] = { name: "addressbook-canary", count: 0 };
      }),
    );
    expect(objects.filter(({ kind }) => kind === "Deployment").map((object) => at(object, "spec", "replicas"))).toEqual(
      [0, 3],
    );
  });

  test("keeps the references to what it renames", () => {
    const objects = kustomize(manifests(google).written);
    const [map] = objects.filter(({ kind }) => kind === "ConfigMap").map(nameOf);
    const references = objects
      .flatMap((object) => listAt(object, "spec", "template", "spec", "containers"))
      .map((container) => at(container, "envFrom", 0, "configMapRef", "name"));
    expect(references).toEqual([map, map, map]);
  });
});
