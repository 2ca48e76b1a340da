import { emulated } from "./testing/emulated";
import { paths } from "./testing/small-project";

const current = emulated();
const plus = { edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2" };
const backup = (settings: object): object => ({
  backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, ...settings },
});
const flag = (name: string, value: string): object => ({ databaseFlags: [{ name, value }] });

describe("An instance", () => {
  test.each([
    [
      "a tier of its edition",
      { tier: "db-perf-optimized-N-2" },
      "Invalid Tier (db-perf-optimized-N-2) for (ENTERPRISE) Edition",
    ],
    [
      "no small tier in the dearer edition",
      { ...plus, tier: "db-g1-small" },
      "Invalid Tier (db-g1-small) for (ENTERPRISE_PLUS)",
    ],
    [
      "the dearer edition when none is named",
      { edition: undefined },
      "Invalid Tier (db-f1-micro) for (ENTERPRISE_PLUS)",
    ],
    ["memory for its processors", { tier: "db-custom-8-3840" }, "Invalid Tier (db-custom-8-3840)"],
    ["an even number of processors", { tier: "db-custom-3-11520" }, "Invalid Tier (db-custom-3-11520)"],
    ["logs of at most a week", backup({ transactionLogRetentionDays: 8 }), "between 1 and 7 for ENTERPRISE edition"],
    [
      "logs of at most 35 days",
      { ...plus, ...backup({ transactionLogRetentionDays: 36 }) },
      "between 1 and 35 for ENTERPRISE_PLUS",
    ],
    [
      "backups when logs are kept",
      { backupConfiguration: { pointInTimeRecoveryEnabled: true } },
      "requires backups to be enabled",
    ],
    [
      "as many backups as days of logs",
      backup({ backupRetentionSettings: { retainedBackups: 3 } }),
      "must not be fewer",
    ],
    [
      "logs when it is to be highly available",
      { availabilityType: "REGIONAL", backupConfiguration: { enabled: true } },
      "high availability requires",
    ],
    ["a disk of at least 10 GB", { dataDiskSizeGb: "5" }, "between 10 and 65536"],
    [
      "a way in",
      { ipConfiguration: { ipv4Enabled: false } },
      "At least one of Public IP or Private IP or PSC connectivity",
    ],
    ["flags that there are", flag("log_everything", "on"), "log_everything is not supported"],
    [
      "each flag once",
      { databaseFlags: ["on", "off"].map((value) => ({ name: "log_connections", value })) },
      "duplicate flag: log_connections",
    ],
    ["at most a year of backups", backup({ backupRetentionSettings: { retainedBackups: 366 } }), "between 1 and 365"],
    ["flags that are on or off", flag("log_connections", "true"), "Invalid value for flag log_connections: true"],
    ["flags in their range", flag("log_temp_files", "-1"), "Invalid value for flag log_temp_files"],
    ["flags that are one of some words", flag("log_statement", "some"), "Invalid value for flag log_statement"],
    ["nothing that is not known", { backups: true }, `Unknown name "backups" at 'settings'`],
  ])("has %s", async (_rule, wrong, message) => {
    const { client, project } = current();

    const refusal = await client.refused(`POST ${paths.instances}`, project.instanceSettings(wrong));

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test.each([
    ["a name", { name: "Instance" }, "invalid instance name"],
    ["a region", { region: "mars1" }, "invalid region"],
    ["a version of PostgreSQL", { databaseVersion: "POSTGRES_99" }, "invalid database version"],
  ])("has %s", async (_rule, wrong, message) => {
    const { client, project } = current();

    const refusal = await client.refused(`POST ${paths.instances}`, project.instanceSettings({}, wrong));

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test.each([
    [plus],
    [{ tier: "db-custom-2-7680", availabilityType: "REGIONAL" }],
    [{ ...plus, ...backup({ transactionLogRetentionDays: 35, backupRetentionSettings: { retainedBackups: 35 } }) }],
    [flag("pgaudit.log", "ddl")],
  ])("can have %j", async (settings) => {
    const { client, project } = current();

    await project.instance(settings);

    const shown = await client.must(`GET ${paths.instances}/instance`);
    expect(shown).toMatchObject({ state: "RUNNABLE", settings: { ...settings, activationPolicy: "ALWAYS" } });
  });

  test("blocks its name when it is gone", async () => {
    const { client, project } = current();
    await project.instance();
    await client.must(`DELETE ${paths.instances}/instance`);
    expect(await client.refused(`GET ${paths.instances}/instance`)).toMatchObject({
      code: 404,
      errors: [{ reason: "instanceDoesNotExist" }],
    });

    const refusal = await client.refused(`POST ${paths.instances}`, project.instanceSettings());

    expect(refusal).toMatchObject({
      code: 409,
      message: expect.stringContaining("until one week from the deletion date") as string,
      errors: [{ reason: "instanceAlreadyExists" }],
    });
  });

  test("is not deleted as long as it is protected", async () => {
    const { client, project } = current();
    await project.instance({ deletionProtectionEnabled: true });

    const refusal = await client.refused(`DELETE ${paths.instances}/instance`);

    expect(refusal).toMatchObject({
      code: 400,
      message: expect.stringContaining("The instance is protected") as string,
    });
    await client.must(`PATCH ${paths.instances}/instance`, { settings: { deletionProtectionEnabled: false } });
    expect(await client.must(`DELETE ${paths.instances}/instance`)).toMatchObject({ operationType: "DELETE" });
  });

  test.each([
    ["get a smaller disk", { settings: { dataDiskSizeGb: "10" } }, "cannot be decreased"],
    [
      "get an older PostgreSQL",
      { databaseVersion: "POSTGRES_16" },
      "cannot be downgraded from POSTGRES_17 to POSTGRES_16",
    ],
    ["move", { region: "europe-west2" }, "the region cannot be changed"],
    [
      "lose its endpoint",
      { settings: { ipConfiguration: { ipv4Enabled: true, pscConfig: { pscEnabled: false } } } },
      "cannot be disabled",
    ],
    ["get a tier of the other edition", { settings: { tier: "db-perf-optimized-N-2" } }, "Invalid Tier"],
  ])("cannot %s", async (_what, change, message) => {
    const { client, project } = current();
    await project.instance({ dataDiskSizeGb: "20" });

    const refusal = await client.refused(`PATCH ${paths.instances}/instance`, change);

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test("keeps what a patch leaves out, and not what an update does", async () => {
    const { client, project } = current();
    await project.instance({ userLabels: { a: "b" }, dataDiskSizeGb: "20" });
    const settings = project.instanceSettings({ tier: "db-g1-small" }) as { settings: object };

    await client.must(`PATCH ${paths.instances}/instance`, { settings: { tier: "db-g1-small" } });
    const patched = await client.must<{ settings: object }>(`GET ${paths.instances}/instance`);
    await client.must(`PUT ${paths.instances}/instance`, { settings: settings.settings });
    const updated = await client.must<{ settings: object }>(`GET ${paths.instances}/instance`);

    expect(patched.settings).toMatchObject({ userLabels: { a: "b" }, tier: "db-g1-small" });
    expect(updated.settings).not.toHaveProperty("userLabels");
    // what cannot be without a value
    expect(updated.settings).toMatchObject({ dataDiskSizeGb: "20" });
  });

  test("is only changed by who has read its settings", async () => {
    const { client, project } = current();
    await project.instance();
    const { settings } = await client.must<{ settings: { settingsVersion: string } }>(
      `GET ${paths.instances}/instance`,
    );
    const { settingsVersion } = settings;
    await client.must(`PATCH ${paths.instances}/instance`, { settings: { settingsVersion, tier: "db-g1-small" } });

    const refusal = await client.refused(`PATCH ${paths.instances}/instance`, { settings: { settingsVersion } });

    expect(refusal).toMatchObject({ code: 412, errors: [{ reason: "staleData" }] });
  });

  test("does one thing after the other", async () => {
    const { client, emulator, project } = current();
    await emulator.setWaiting({ creating: { instance: 600 } });
    await client.must(`POST ${paths.instances}`, project.instanceSettings());
    const instance = `${paths.instances}/instance`;

    const refusals = [
      await client.refused(`PATCH ${instance}`, { settings: { tier: "db-g1-small" } }),
      await client.refused(`POST ${instance}/databases`, { name: "demo" }),
      await client.refused(`POST ${instance}/users`, { name: "demo", password: "secret" }),
      await client.refused(`DELETE ${instance}`),
    ];

    for (const refusal of refusals)
      expect(refusal).toMatchObject({ code: 409, errors: [{ reason: "operationInProgress" }] });
  });
});

describe("What an instance holds", () => {
  const databases = `${paths.instances}/instance/databases`;
  const users = `${paths.instances}/instance/users`;

  test.each([
    ["a database without a name", databases, { name: "" }, 400, "invalid database name"],
    ["a database that is there", databases, { name: "postgres" }, 409, "already exists"],
    ["a user without a name", users, { name: "", password: "secret" }, 400, "invalid user name"],
    ["a user of Google's own", users, { name: "cloudsqladmin", password: "secret" }, 400, "invalid user name"],
    ["a user without a password", users, { name: "demouser" }, 400, "a password is required"],
    ["a user that is there", users, { name: "postgres", password: "secret" }, 409, "already exists"],
    ["a user of a host, as in MySQL", users, { name: "demouser", password: "secret", host: "%" }, 400, "host"],
  ])("is not %s", async (_what, path, settings, code, message) => {
    const { client, project } = current();
    await project.instance();

    const refusal = await client.refused(`POST ${path}`, settings);

    expect(refusal).toMatchObject({ code, message: expect.stringContaining(message) as string });
  });

  test("are databases and users, which come and go", async () => {
    const { client, project } = current();
    await project.instance();
    await client.must(`POST ${databases}`, { name: "demo" });
    await client.must(`POST ${users}`, { name: "demouser", password: "secret" });

    expect(await client.must(`GET ${databases}/demo`)).toMatchObject({ charset: "UTF8", collation: "en_US.UTF8" });
    const { items } = await client.must<{ items: object[] }>(`GET ${users}`);
    expect(items).toMatchObject([{ name: "postgres" }, { name: "demouser", instance: "instance", host: "" }]);

    await client.must(`DELETE ${databases}/demo`);
    await client.must(`DELETE ${users}?name=demouser`);
    expect(await client.refused(`GET ${databases}/demo`)).toMatchObject({ code: 404 });
    expect(await client.refused(`DELETE ${users}?name=demouser`)).toMatchObject({ code: 404 });
    expect((await client.refused(`DELETE ${databases}/postgres`)).message).toContain("cannot be deleted");
  });

  test("are accounts of IAM too, which have no password", async () => {
    const { client, project } = current();
    await project.instance();

    await client.must(`POST ${users}`, { name: "somebody@example.com", type: "CLOUD_IAM_USER" });

    const { items } = await client.must<{ items: object[] }>(`GET ${users}`);
    expect(items).toContainEqual(expect.objectContaining({ type: "CLOUD_IAM_USER", name: "somebody@example.com" }));
  });

  test("get new passwords, and no other text", async () => {
    const { client, project } = current();
    await project.instance();
    await client.must(`POST ${databases}`, { name: "demo" });

    expect(await client.must(`PUT ${users}?name=postgres`, { name: "postgres", password: "other" })).toMatchObject({
      operationType: "UPDATE_USER",
    });
    expect((await client.refused(`PUT ${users}?name=postgres`, { name: "postgres" })).message).toContain("password");
    expect((await client.refused(`PUT ${databases}/demo`, { charset: "LATIN1" })).message).toContain(
      "cannot be changed",
    );
  });
});
