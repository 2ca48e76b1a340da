import { type Answer, type AwsClient, element } from "./testing/aws-client";
import { mustSucceed, SmallAccount, uniqueName } from "./testing/small-account";
import { withEmulator } from "./testing/with-emulator";

withEmulator("RDS", {}, (emulated) => {
  let client: AwsClient;
  let account: SmallAccount;
  beforeEach(async () => {
    ({ client } = emulated());
    account = await SmallAccount.create(client);
  });

  const destroy = (database: string, settings: Record<string, string | boolean>): Promise<Answer> =>
    client.form("rds", "DeleteDBInstance", { DBInstanceIdentifier: database, ...settings });
  const modify = (database: string, settings: Record<string, string | number | boolean>): Promise<Answer> =>
    client.form("rds", "ModifyDBInstance", { DBInstanceIdentifier: database, ApplyImmediately: true, ...settings });
  const described = (database: string): Promise<Answer> =>
    client.form("rds", "DescribeDBInstances", { DBInstanceIdentifier: database });

  test("keeps a protected database until the protection is taken off", async () => {
    const database = await account.database({ DeletionProtection: true });
    expect((await destroy(database, { SkipFinalSnapshot: true })).code).toBe("InvalidParameterCombination");

    mustSucceed(await modify(database, { DeletionProtection: false }));

    expect((await destroy(database, { SkipFinalSnapshot: true })).code).toBeUndefined();
    expect((await described(database)).code).toBe("DBInstanceNotFound");
  });

  test.each([
    ["with neither a final snapshot nor the wish to have none", {}],
    ["with both", { SkipFinalSnapshot: true, FinalDBSnapshotIdentifier: "final" }],
  ])("does not delete %s", async (_what, settings) => {
    expect((await destroy(await account.database(), settings)).code).toBe("InvalidParameterCombination");
  });

  test("makes a final snapshot, and each only once", async () => {
    const [database, other, final] = [await account.database(), await account.database(), uniqueName("final")];
    mustSucceed(await destroy(database, { FinalDBSnapshotIdentifier: final }));

    expect((await destroy(other, { FinalDBSnapshotIdentifier: final })).code).toBe("DBSnapshotAlreadyExists");
    expect((await described(other)).code).toBeUndefined();
    expect((await emulated().emulator.leftovers())["databaseSnapshots"]).toContain(final);
  });

  test.each([
    ["DeleteDBParameterGroup", "DBParameterGroupName", "InvalidDBParameterGroupState"],
    ["DeleteDBSubnetGroup", "DBSubnetGroupName", "InvalidDBSubnetGroupStateFault"],
  ])("%s waits for the database that uses it", async (operation, name, code) => {
    const database = await account.database();
    expect((await client.form("rds", operation, { [name]: database })).code).toBe(code);

    mustSucceed(await destroy(database, { SkipFinalSnapshot: true }));

    expect((await client.form("rds", operation, { [name]: database })).code).toBeUndefined();
  });

  describe("A new major version", () => {
    const newGroup = async (family: string): Promise<string> => {
      const name = uniqueName("parameters");
      const group = { DBParameterGroupName: name, DBParameterGroupFamily: family, Description: "for a test" };
      mustSucceed(await client.form("rds", "CreateDBParameterGroup", group));
      return name;
    };

    test("must be meant", async () => {
      const answer = await modify(await account.database(), {
        EngineVersion: "17",
        DBParameterGroupName: await newGroup("postgres17"),
      });

      expect(answer.code).toBe("InvalidParameterCombination");
      expect(answer.text).toContain("AllowMajorVersionUpgrade");
    });

    test("must have settings of its own", async () => {
      const upgrade = { EngineVersion: "17", AllowMajorVersionUpgrade: true };
      const database = await account.database();

      expect((await modify(database, upgrade)).text).toContain("You must explicitly specify a new DB parameter group");
      const other = { DBParameterGroupName: await newGroup("postgres16") };
      expect((await modify(database, { ...upgrade, ...other })).text).toContain("DBParameterGroupFamily postgres17");
    });

    test("is taken then, and not given back", async () => {
      const database = await account.database();
      const group = await newGroup("postgres17");
      const upgrade = { EngineVersion: "17", AllowMajorVersionUpgrade: true, DBParameterGroupName: group };
      mustSucceed(await modify(database, upgrade));

      expect(element("EngineVersion", await described(database))).toMatch(/^17/);
      expect((await modify(database, { EngineVersion: "16", AllowMajorVersionUpgrade: true })).code).toBe(
        "InvalidParameterCombination",
      );
    });
  });

  test("never has less storage than before", async () => {
    const database = await account.database({ AllocatedStorage: 40 });

    expect((await modify(database, { AllocatedStorage: 20 })).code).toBe("InvalidParameterCombination");
  });

  test("knows what PostgreSQL logs", async () => {
    const exports = { "CloudwatchLogsExportConfiguration.EnableLogTypes.member.1": "slowquery" };

    expect((await modify(await account.database(), exports)).code).toBe("InvalidParameterCombination");
  });

  test("leaves the groups of its logs behind", async () => {
    const database = await account.database({ "EnableCloudwatchLogsExports.member.1": "postgresql" });
    mustSucceed(await destroy(database, { SkipFinalSnapshot: true }));

    const { logGroups } = await emulated().emulator.leftovers();

    expect(logGroups).toContain(`/aws/rds/instance/${database}/postgresql`);
  });

  test.each<readonly [what: string, code: string, settings: () => Promise<Record<string, string | boolean>>]>([
    [
      "with two passwords",
      "InvalidParameterCombination",
      () => Promise.resolve({ MasterUserPassword: "not-a-secret-0", ManageMasterUserPassword: true }),
    ],
    [
      "with logs that there are not",
      "InvalidParameterCombination",
      () => Promise.resolve({ "EnableCloudwatchLogsExports.member.1": "slowquery" }),
    ],
    [
      "with a firewall in another network",
      "InvalidVPCNetworkStateFault",
      async () => ({
        "VpcSecurityGroupIds.VpcSecurityGroupId.1": await (await SmallAccount.create(client)).securityGroup(),
      }),
    ],
  ])("is not created %s", async (_what, code, settings) => {
    await expect(account.database(await settings())).rejects.toThrow(code);
  });

  test("has a subnet in two zones at least", async () => {
    const answer = await client.form("rds", "CreateDBSubnetGroup", {
      DBSubnetGroupName: uniqueName("subnets"),
      DBSubnetGroupDescription: "for a test",
      "SubnetIds.SubnetIdentifier.1": account.subnets[0],
    });

    expect(answer.code).toBe("DBSubnetGroupDoesNotCoverEnoughAZs");
  });

  test("lets nobody change a database that is being created", async () => {
    const { emulator } = emulated();
    await emulator.setWaiting({ creating: { instance: 60 } });
    const database = await account.database();
    await emulator.setWaiting({ creating: { instance: 0 } });

    expect(element("DBInstanceStatus", await described(database))).toBe("creating");
    expect((await modify(database, { AllocatedStorage: 40 })).code).toBe("InvalidDBInstanceState");
  });

  test("tells what it was changed to", async () => {
    const database = await account.database();
    const settings = { EnablePerformanceInsights: true, CACertificateIdentifier: "rds-ca-ecc384-g1" };
    mustSucceed(await modify(database, settings));

    const answer = await described(database);

    expect(element("PerformanceInsightsEnabled", answer)).toBe("true");
    expect(element("CACertificateIdentifier", answer)).toBe("rds-ca-ecc384-g1");
  });

  test("tells what it was told, and its own defaults", async () => {
    const database = await account.database({
      EnablePerformanceInsights: true,
      EngineLifecycleSupport: "open-source-rds-extended-support-disabled",
    });

    const answer = await described(database);

    expect(element("EngineLifecycleSupport", answer)).toBe("open-source-rds-extended-support-disabled");
    expect(element("PerformanceInsightsRetentionPeriod", answer)).toBe("7");
    expect(element("CACertificateIdentifier", answer)).toBe("rds-ca-rsa2048-g1");
  });
});
