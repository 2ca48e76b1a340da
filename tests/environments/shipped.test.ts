import { basename } from "node:path";

import { checkEnvironment } from "../../environments/schema/check";
import { environmentSources, loadEnvironments } from "../../environments/schema/load";
import { minimal, shippedEnvironments } from "../support/environments";

describe("the shipped environments", () => {
  test("are one of each cloud and profile, named after their files", async () => {
    const environments = await shippedEnvironments();
    expect(environments.map(({ name, cloud, profile }) => [name, cloud, profile])).toEqual([
      ["aws-demo", "aws", "demo"],
      ["aws-production", "aws", "production"],
      ["digitalocean-demo", "digitalocean", "demo"],
      ["digitalocean-production", "digitalocean", "production"],
      ["google-demo", "google", "demo"],
      ["google-production", "google", "production"],
      ["local", "local", "demo"],
    ]);
  });

  test("come from the files of the folder, without those that only declare types", () => {
    const sources = environmentSources();
    expect(sources.map(({ file }) => basename(file, ".ts"))).toEqual(sources.map(({ name }) => name));
    expect(sources.map(({ file }) => file)).toContain("environments/aws-demo.ts");
  });

  test("can be loaded one at a time", async () => {
    const environments = await loadEnvironments(environmentSources(), "google-production");
    expect(environments.map(({ name }) => name)).toEqual(["google-production"]);
  });

  test("are the same whenever they are loaded", async () => {
    const [first, second] = [await shippedEnvironments(), await shippedEnvironments()];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(second).not.toBe(first);
  });
});

describe("an environment file's object", () => {
  const frozen = (value: unknown): unknown => {
    if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
    return value;
  };

  test.each(Object.entries(minimal))("is not changed by checking it: %s", (_cloud, input) => {
    const copy = frozen(structuredClone(input));
    expect(checkEnvironment("test", copy).problems).toEqual([]);
    expect(copy).toEqual(input);
  });

  test("is not changed by checking it, even when it is wrong", () => {
    const wrong = { ...minimal.aws, region: "nowhere", cluster: { adminArns: ["me"] }, service: null };
    const copy = frozen(structuredClone(wrong));
    expect(checkEnvironment("test", copy).problems).toHaveLength(3);
    expect(copy).toEqual(wrong);
  });

  test("shares nothing with the defaults: a change in one environment is not seen in another", () => {
    const first = checkEnvironment("first", minimal.local).environment!;
    (first.service.resources as { cpuLimit: string }).cpuLimit = "9";
    expect(checkEnvironment("second", minimal.local).environment!.service.resources.cpuLimit).toBe("500m");
  });
});
