import type { Fault } from "../emulator";
import type { AwsEmulator } from "./aws-emulator";
import type { Answer, AwsClient } from "./testing/aws-client";
import { mustSucceed, uniqueName } from "./testing/small-account";
import { withEmulator } from "./testing/with-emulator";

withEmulator("A fault", {}, (emulated) => {
  let client: AwsClient;
  let emulator: AwsEmulator;
  beforeEach(async () => {
    ({ client, emulator } = emulated());
    await emulator.clearFaults();
    await emulator.clearRequests();
  });

  const list = (): Promise<Answer> => client.eks("GET", "/clusters");
  const codes = async (calls: number): Promise<(string | undefined)[]> => {
    const answers = [];
    for (let call = 0; call < calls; call += 1) answers.push((await list()).code);
    return answers;
  };

  test.each<readonly [string, Fault, (string | undefined)[]]>([
    ["every call", { operation: "ListClusters", error: "Busy" }, ["Busy", "Busy", "Busy"]],
    ["the first ones", { operation: "eks:ListClusters", error: "Busy", first: 2 }, ["Busy", "Busy", undefined]],
    ["every second", { operation: "eks:*", error: "Busy", every: 2 }, [undefined, "Busy", undefined]],
    ["all of them", { operation: "*", error: "Busy" }, ["Busy", "Busy", "Busy"]],
    ["another operation", { operation: "CreateCluster", error: "Busy" }, [undefined, undefined, undefined]],
    ["another service", { operation: "ec2:*", error: "Busy" }, [undefined, undefined, undefined]],
  ])("hits %s", async (_what, fault, expected) => {
    await emulator.orderFault(fault);

    expect(await codes(3)).toEqual(expected);
  });

  test("is over when it is cleared", async () => {
    await emulator.orderFault({ operation: "*", error: "Busy" });
    await emulator.clearFaults();

    expect(await codes(1)).toEqual([undefined]);
  });

  test.each([
    ["ThrottlingException", 400],
    ["AccessDenied", 403],
    ["InternalFailure", 500],
    ["ServiceUnavailable", 503],
  ])("%s has the status of AWS", async (error, status) => {
    await emulator.orderFault({ operation: "*", error });

    expect(await list()).toMatchObject({ code: error, status });
    expect(await client.form("ec2", "DescribeVpcs")).toMatchObject({ code: error, status });
  });

  test("delays what is done", async () => {
    await emulator.orderFault({ operation: "ListClusters", delay: 0.4 });
    const started = Date.now();

    expect((await list()).code).toBeUndefined();
    expect(Date.now() - started).toBeGreaterThanOrEqual(400);
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("loses the connection %s it is done", async (reset, done) => {
    const logGroupName = uniqueName("logs");
    await emulator.orderFault({ operation: "CreateLogGroup", reset, first: 1 });

    await expect(client.json("logs", "CreateLogGroup", { logGroupName })).rejects.toThrow("fetch failed");

    const { logGroups = [] } = await emulator.leftovers();
    expect(logGroups.filter((name) => name === logGroupName)).toHaveLength(done);
  });

  test("does not do a request twice whose answer was lost", async () => {
    await emulator.orderFault({ operation: "CreateLaunchTemplate", reset: "after", first: 1 });
    const LaunchTemplateName = uniqueName("template");
    const parameters = { LaunchTemplateName, ClientToken: "once", "LaunchTemplateData.InstanceType": "t3.medium" };
    await expect(client.form("ec2", "CreateLaunchTemplate", parameters)).rejects.toThrow("fetch failed");

    const again = await client.form("ec2", "CreateLaunchTemplate", parameters);

    expect(again.code).toBeUndefined();
    const other = await client.form("ec2", "CreateLaunchTemplate", { ...parameters, ClientToken: "another" });
    expect(other.code).toBe("InvalidLaunchTemplateName.AlreadyExistsException");
  });

  test("is in the log, and is no breach", async () => {
    await emulator.orderFault({ operation: "ListClusters", error: "Busy" });
    mustSucceed(await client.form("ec2", "DescribeVpcs"));
    await list();

    expect((await emulator.requests()).map(({ operation, verdict }) => [operation, verdict])).toEqual([
      ["DescribeVpcs", undefined],
      ["ListClusters", "fault"],
    ]);
    expect(await emulator.refused()).toEqual([]);
  });

  test("must be one that there is", async () => {
    await expect(emulator.orderFault({ operation: "*", fist: 1 } as unknown as Fault)).rejects.toThrow("a fault has");
    await expect(emulator.setWaiting({ creating: { clutser: 1 } as object })).rejects.toThrow("no creating clutser");
  });
});
