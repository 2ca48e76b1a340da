import { readSettings } from "./settings";

const given = { port: "0", account: "111122223333" };

describe("What is given to the emulator on the command line", () => {
  test("is read", () => {
    expect(
      readSettings("aws", { ...given, port: "4566", creating: "cluster=20,instance=0.5", deleting: "node-group=3" }),
    ).toEqual({
      port: 4566,
      account: "111122223333",
      creating: { cluster: 20, instance: 0.5 },
      updating: {},
      deleting: { "node-group": 3 },
    });
  });

  test("is refused with all that is wrong", () => {
    const wrong = { port: "70000", account: "1111-2222-3333", creating: "clutser=2,instance=soon", updating: "" };

    expect(() => readSettings("asw", wrong)).toThrow(
      [
        "the command line has 6 problems:",
        '  - `cloud` must be one of aws, got: "asw"; did you mean "aws"?',
        '  - `--port` must be from 0 (any that is free) to 65535, got: "70000"',
        '  - `--account` must have 12 digits, got: "1111-2222-3333"',
        "  - `--creating` must be seconds for any of cluster, node-group, add-on, instance, as in " +
          'cluster=20,instance=5, got: "clutser=2"; did you mean "cluster"?',
        "  - `--creating` must be seconds for any of cluster, node-group, add-on, instance, as in " +
          'cluster=20,instance=5, got: "instance=soon"',
        "  - `--updating` must be seconds for any of cluster, node-group, add-on, instance, as in " +
          'cluster=20,instance=5, got: ""',
      ].join("\n"),
    );
  });
});
