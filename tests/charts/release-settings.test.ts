import addressbook from "../../addressbook/package.json";
import { releaseSettings } from "../../charts/release-settings";
import type { ReleaseVariables } from "../../charts/release-variables";
import { environment, minimal } from "../support/environments";

const aws = environment("team", minimal.aws);
const google = environment("team", minimal.google);
const digitalocean = environment("team", minimal.digitalocean);
const local = environment("team", minimal.local);

const settings = (variables: ReleaseVariables, of: Parameters<typeof releaseSettings>[0][number] = aws) =>
  releaseSettings([of], variables)[0]!.settings;

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const repository = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-team/addressbook";

describe("A release without any variable", () => {
  test("takes the numbers of the environment and both tracks", () => {
    expect(settings({})).toMatchObject({ canaryPods: 1, stablePods: 3, tracks: ["canary", "stable"] });
  });

  test.each([
    ["aws", aws, repository],
    ["google", google, "europe-west1-docker.pkg.dev/team-project/addressbook-team/addressbook"],
    ["digitalocean", digitalocean, "registry.digitalocean.com/team-registry/addressbook"],
    ["local", local, "addressbook"],
  ])("takes this checkout's version of the service, from the registry of %s", (_, of, name) => {
    expect(settings({}, of).image).toBe(`${name}:${addressbook.version}`);
  });

  test("takes empty variables as not set, as CI passes them", () => {
    const empty = {
      IMAGE: "",
      CANARY_PODS: "",
      STABLE_PODS: "",
      CANARY_WEIGHT: "",
      TRACK: "",
      LIVE: "",
      DATABASE_SECRET: "",
    };
    expect(settings(empty)).toEqual(settings({}));
  });
});

describe("IMAGE", () => {
  test.each([
    `${repository}@${digest}`,
    `${repository}:1.2.3@${digest}`,
    `${repository}:1.2.3`,
    `${repository}:canary-7f3a`,
    `${repository}:latest@${digest}`,
    `registry.example.com:5000/team/addressbook:1.2.3`,
    "addressbook:1.2.3",
    "team/address_book.v2:1.2.3",
    `addressbook:${"a".repeat(128)}`,
  ])("may be %s", (image) => {
    expect(settings({ IMAGE: image }).image).toBe(image);
  });
});

describe("CANARY_PODS and STABLE_PODS", () => {
  test("override the environment", () => {
    expect(settings({ CANARY_PODS: "2", STABLE_PODS: "4" })).toMatchObject({ canaryPods: 2, stablePods: 4 });
  });

  test("change the environment that the manifests are made from", () => {
    const [release] = releaseSettings([aws], { CANARY_PODS: "2", STABLE_PODS: "4" });
    expect(release?.environment.service).toMatchObject({ canaryPods: 2, stablePods: 4 });
    expect(aws.service).toMatchObject({ canaryPods: 1, stablePods: 3 });
  });
});

describe("TRACK", () => {
  test.each(["canary", "stable"])("%s chooses that track only", (TRACK) => {
    expect(settings({ TRACK }).tracks).toEqual([TRACK]);
  });
});

const colours = environment("team", { ...minimal.aws, service: { strategy: "blue-green" } });

describe("A release by colours", () => {
  test("writes both, and gives the traffic to blue, unless it is told otherwise", () => {
    expect(settings({}, colours)).toMatchObject({ tracks: ["blue", "green"], live: "blue" });
  });

  test.each(["blue", "green"] as const)("takes %s for the one to write, and for the one with the traffic", (colour) => {
    expect(settings({ TRACK: colour }, colours)).toMatchObject({ tracks: [colour], live: "blue" });
    expect(settings({ LIVE: colour }, colours)).toMatchObject({ tracks: ["blue", "green"], live: colour });
  });
});

describe("DATABASE_SECRET", () => {
  test("is db-params unless a version of it is named", () => {
    expect(settings({}).databaseSecret).toBe("db-params");
    expect(settings({ DATABASE_SECRET: "db-params-7f3a" }).databaseSecret).toBe("db-params-7f3a");
  });
});
