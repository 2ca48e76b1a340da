import { readSettings } from "./settings";

const given = { port: "0" };

describe("What is given to the emulator on the command line", () => {
  test("is read for AWS", () => {
    const { cloud, options } = readSettings("aws", {
      port: "4566",
      account: "222233334444",
      creating: "cluster=20,instance=0.5",
      deleting: "node-group=3",
    });

    expect(cloud).toBe("aws");
    expect(options).toEqual({
      port: 4566,
      account: "222233334444",
      creating: { cluster: 20, instance: 0.5 },
      updating: {},
      deleting: { "node-group": 3 },
    });
  });

  test("is read for DigitalOcean", () => {
    expect(
      readSettings("digitalocean", { ...given, fresh: true, revocations: true, deleting: "load-balancer=3" }),
    ).toEqual({
      cloud: "digitalocean",
      options: { port: 0, freshAccount: true, creating: {}, updating: {}, deleting: { "load-balancer": 3 } },
      revocations: true,
    });
  });

  test("may be nothing", () => {
    expect(readSettings("aws", given).options).toMatchObject({ port: 0, account: "111122223333" });
    expect(readSettings("digitalocean", given)).toMatchObject({ options: { freshAccount: false }, revocations: false });
  });

  test("is refused with all that is wrong", () => {
    const wrong = {
      port: "70000",
      account: "1111-2222-3333",
      fresh: true,
      revocations: true,
      creating: "clutser=2,instance=soon",
      updating: "",
    };
    const kinds = "cluster, node-group, add-on, instance, as in cluster=20,instance=5";

    expect(() => readSettings("aws", wrong)).toThrow(
      [
        "the command line has 7 problems:",
        '  - `--port` must be from 0 (any that is free) to 65535, got: "70000"',
        '  - `--account` must have 12 digits, got: "1111-2222-3333"',
        "  - `--fresh` is for digitalocean",
        "  - `--revocations` is for digitalocean",
        `  - \`--creating\` must be seconds for any of ${kinds}, got: "clutser=2"; did you mean "cluster"?`,
        `  - \`--creating\` must be seconds for any of ${kinds}, got: "instance=soon"`,
        `  - \`--updating\` must be seconds for any of ${kinds}, got: ""`,
      ].join("\n"),
    );
  });

  test("is refused by what the cloud has", () => {
    expect(() => readSettings("digitalocean", { ...given, account: "111122223333", creating: "instance=1" })).toThrow(
      [
        "the command line has 2 problems:",
        "  - `--account` is for aws; environments of other clouds name no account",
        "  - `--creating` must be seconds for any of cluster, node-pool, database, load-balancer, as in " +
          'cluster=20,load-balancer=5, got: "instance=1"',
      ].join("\n"),
    );
  });

  test.each(["aws", "google"])("is refused on %s when it is DigitalOcean's", (cloud) => {
    expect(() => readSettings(cloud, { ...given, fresh: true, revocations: true })).toThrow(
      [
        "the command line has 2 problems:",
        "  - `--fresh` is for digitalocean",
        "  - `--revocations` is for digitalocean",
      ].join("\n"),
    );
  });

  test("is refused when there is no such cloud", () => {
    expect(() => readSettings("digitaloceon", { ...given, creating: "database=1" })).toThrow(
      [
        "the command line has 1 problem:",
        '  - `cloud` must be one of aws, digitalocean, google, got: "digitaloceon"; did you mean "digitalocean"?',
      ].join("\n"),
    );
  });
});
