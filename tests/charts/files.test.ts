import { environment, minimal } from "../support/environments";
import { minimalLocal, shipped } from "../support/every-environment";
import { type Manifest, manifests } from "../support/manifests";

const of = environment("team", minimal.google);

describe.each(shipped)("Files of $name", (each) => {
  test("are one for each step of a release, in the order in which they are applied", () => {
    expect(Object.keys(manifests(each).files)).toEqual([
      "0000-addressbook.k8s.yaml",
      "0001-addressbook-migrate.k8s.yaml",
      "0002-addressbook-canary.k8s.yaml",
      "0003-addressbook-stable.k8s.yaml",
    ]);
  });

  test("are the same every time", () => {
    expect(manifests(each).files).toEqual(manifests(each).files);
  });

  test("name each object once", () => {
    const names = manifests(each).objects.map((object) => {
      const { name } = object["metadata"] as Manifest;
      return `${String(object["kind"])} ${String(name)}`;
    });
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("Files of a release", () => {
  test("begin with the namespace, which everything else needs", () => {
    expect(manifests(of).objects[0]).toMatchObject({ kind: "Namespace" });
  });

  test.each([
    ["canary", ["0000-addressbook.k8s.yaml", "0001-addressbook-migrate.k8s.yaml", "0002-addressbook-canary.k8s.yaml"]],
    ["stable", ["0000-addressbook.k8s.yaml", "0001-addressbook-migrate.k8s.yaml", "0002-addressbook-stable.k8s.yaml"]],
  ])("to the %s track only hold no other Deployment", (TRACK, files) => {
    const rendered = manifests(of, { TRACK });
    expect(Object.keys(rendered.files)).toEqual(files);
    expect(rendered.all("Deployment")).toEqual([
      expect.objectContaining({ metadata: expect.objectContaining({ name: `addressbook-${TRACK}` }) as unknown }),
    ]);
  });

  test("are called like the service", () => {
    const guestbook = environment("team", { ...minimal.google, service: { name: "guestbook", namespace: "guests" } });
    const rendered = manifests(guestbook);
    expect(Object.keys(rendered.files)[3]).toBe("0003-guestbook-stable.k8s.yaml");
    expect(rendered.one("Service", "guestbook-lb")).toMatchObject({ metadata: { namespace: "guests" } });
    expect(rendered.one("Deployment", "guestbook-canary")).toMatchObject({
      spec: { selector: { matchLabels: { app: "guestbook", deployment: "guestbook-canary" } } },
    });
  });

  test("hold a database in a local environment only", () => {
    expect(manifests(minimalLocal).all("StatefulSet")).toHaveLength(1);
    expect(manifests(of).all("StatefulSet")).toEqual([]);
  });
});
