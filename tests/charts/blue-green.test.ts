import { at } from "../support/at";
import { environment, minimal } from "../support/environments";
import { type Manifests, manifests } from "../support/manifests";
import { podTemplates, selects } from "../support/pods";

const service = { strategy: "blue-green" } as const;
// its database has connections for two colours
const team = environment("team", { ...minimal.aws, service });

const deployments = (rendered: Manifests) => podTemplates(rendered.objects).filter(({ kind }) => kind === "Deployment");

/** The Deployments whose pods get the traffic. */
const served = (rendered: Manifests) => {
  const selector = at(rendered.one("Service", "addressbook-lb"), "spec", "selector");
  return podTemplates(rendered.objects)
    .filter(({ labels }) => selects(selector, labels))
    .map(({ owner }) => owner);
};

describe("A service that is released by colours", () => {
  const rendered = manifests(team);

  test("has two Deployments, which share no pod and have as many pods as stable would", () => {
    expect(
      rendered.all("Deployment").map((each) => [at(each, "metadata", "name"), at(each, "spec", "replicas")]),
    ).toEqual([
      ["addressbook-blue", 3],
      ["addressbook-green", 3],
    ]);
    for (const deployment of rendered.all("Deployment")) {
      const selector = at(deployment, "spec", "selector", "matchLabels");
      expect(deployments(rendered).filter(({ labels }) => selects(selector, labels))).toHaveLength(1);
    }
  });

  test.each([
    ["blue", {}],
    ["blue", { LIVE: "blue" }],
    ["green", { LIVE: "green" }],
  ])("gives all traffic to %s with %j", (live, variables) => {
    expect(served(manifests(team, variables))).toEqual([`Deployment addressbook-${live}`]);
  });

  test("switches by one file, the last, and back to exactly what was there", () => {
    const blue = manifests(team, { LIVE: "blue" }).files;
    const green = manifests(team, { LIVE: "green" }).files;
    const changed = Object.keys(blue).filter((name) => blue[name] !== green[name]);
    expect(changed).toEqual(["0004-addressbook-traffic.k8s.yaml"]);
    expect(Object.keys(blue).at(-1)).toBe(changed[0]);
    expect(manifests(team, { LIVE: "blue" }).files).toEqual(blue);
  });

  test("starts a colour without touching the other, and with traffic last of all", () => {
    const { files } = manifests(team, { TRACK: "green", LIVE: "blue" });
    expect(Object.keys(files)).toEqual([
      "0000-addressbook.k8s.yaml",
      "0001-addressbook-migrate.k8s.yaml",
      "0002-addressbook-green.k8s.yaml",
      "0003-addressbook-traffic.k8s.yaml",
    ]);
  });

  test("has one disruption budget over both", () => {
    const [budget, ...others] = rendered.all("PodDisruptionBudget");
    const selector = at(budget, "spec", "selector", "matchLabels");
    expect(others).toEqual([]);
    expect(deployments(rendered).every(({ labels }) => selects(selector, labels))).toBe(true);
  });

  test("tells its pods their colour", () => {
    expect(deployments(rendered).map(({ containers }) => at(containers[0], "env"))).toEqual([
      [{ name: "RELEASE_TRACK", value: "blue" }],
      [{ name: "RELEASE_TRACK", value: "green" }],
    ]);
  });
});
