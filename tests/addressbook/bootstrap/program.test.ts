import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readBootstrapSettings } from "../../../addressbook/database/bootstrap-settings";
import { PostgresServer } from "../../../addressbook/dev/postgres-server";
import { SettingsError } from "../../../addressbook/settings";
import { Program } from "../database/program";
import { ask } from "../database/service-database";
import { type Given, withoutRole } from "./prepared";

const problems = (variables: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readBootstrapSettings(variables);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems;
  }
};

const login = { DB_USER: "demouser", DB_PASSWORD: "one", DB_ADMIN_USER: "postgres", DB_ADMIN_PASSWORD: "two" };

describe("The settings of the bootstrap", () => {
  test("are the service's and the administrator's, which say what is different", () => {
    const service = { DB_HOST: "db", DB_PORT: "25061", DB_SCHEMA: "pool", DB_SSL: "true", DB_TLS_VERIFICATION: "ca" };
    const own = { DB_ADMIN_PORT: "25060", DB_ADMIN_SCHEMA: "demo", DB_ADMIN_HOST: "" };
    const { values } = readBootstrapSettings({ ...login, ...service, ...own });
    const common = { DB_HOST: "db", DB_SSL: true, DB_TLS_VERIFICATION: "ca" };
    expect(values).toEqual({
      service: { ...common, DB_PORT: 25061, DB_SCHEMA: "pool", DB_USER: "demouser", DB_PASSWORD: "one" },
      administrator: { ...common, DB_PORT: 25060, DB_SCHEMA: "demo", DB_USER: "postgres", DB_PASSWORD: "two" },
    });
  });

  test("come from folders, too, and a variable is named that is not used", () => {
    const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
    try {
      const files = { DB_USER: "doadmin", DB_PASSWORD: "three\n", DB_SSL: "false" };
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      const { values, warnings } = readBootstrapSettings({
        ...login,
        DB_SSL: "true",
        DB_ADMIN_CREDENTIALS_DIR: folder,
      });
      expect(values.administrator).toMatchObject({ DB_USER: "doadmin", DB_PASSWORD: "three", DB_SSL: false });
      expect(values.service).toMatchObject({ DB_USER: "demouser", DB_SSL: true });
      expect(warnings).toEqual([
        `${join(folder, "DB_USER")} is used, and not the variable \`DB_ADMIN_USER\``,
        `${join(folder, "DB_PASSWORD")} is used, and not the variable \`DB_ADMIN_PASSWORD\``,
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("are all told that are wrong, by the names that they were given by", () => {
    expect(problems({ DB_PORT: "0", DB_PASSWORD: "one", DB_ADMIN_PORT: "x", DB_ADMIN_SSL: "yes" })).toEqual([
      "`DB_USER` must be the name of a role, got: nothing",
      "`DB_PORT` must be a port from 1 to 65535, got: 0",
      "`DB_ADMIN_USER` must be the name of a role, got: nothing",
      "`DB_ADMIN_PASSWORD` must be the role's password, got: nothing",
      '`DB_ADMIN_PORT` must be a port from 1 to 65535, got: "x"',
      '`DB_ADMIN_SSL` must be true (the connection is encrypted) or false, got: "yes"',
    ]);
    expect(problems({ ...login, DB_ADMIN_CREDENTIALS_DIR: "/nowhere" })).toEqual([
      '`DB_ADMIN_CREDENTIALS_DIR` must be a folder, got: "/nowhere"',
    ]);
  });

  test("name two roles", () => {
    expect(problems({ ...login, DB_USER: "postgres" })).toEqual([
      '`DB_USER` must be another role than the administrator (`DB_ADMIN_USER`), got: "postgres"; the service must not be one',
    ]);
  });
});

describe("The program that prepares a database", () => {
  jest.setTimeout(60_000);
  let program: Program;
  let server: PostgresServer;
  let database: Given;
  beforeAll(async () => {
    program = new Program("bootstrap.ts");
    server = await PostgresServer.start();
  });
  beforeEach(async () => {
    database = await withoutRole(server);
  });
  afterAll(async () => {
    program.close();
    await server.stop();
  });

  test("tells what it has done, and what is odd", async () => {
    const { variables, service, administrator } = database;
    await ask(server, administrator, 'CREATE TABLE "People" (id serial)');
    const { user, database: name } = service;
    expect(await program.run(variables)).toEqual({
      status: 0,
      stdout: [
        `the role ${user} is made`,
        `${user} can create tables in ${name}`,
        `${user} has logged in to ${name}, and can create tables there`,
        "",
      ].join("\n"),
      stderr: `warning: ${user} cannot change what others own in ${name}: "People" (${administrator.user})\n`,
    });
  });

  test("tells machines the same, and what would be", async () => {
    const { variables, service, administrator } = database;
    await ask(server, administrator, 'CREATE TABLE "People" (id serial)');
    const { status, stdout, stderr } = await program.run(variables, "--dry-run", "--output", "json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { user, database: name } = service;
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      done: [`the role ${user} is made`, `${user} can create tables in ${name}`],
      warnings: [`${user} cannot change what others own in ${name}: "People" (${administrator.user})`],
    });
    const text = await program.run(variables, "--dry-run", "--take-over");
    expect(text.stdout.split("\n").slice(0, 3)).toEqual([
      "this would be so, and nothing is changed:",
      `the role ${user} is made`,
      `${user} owns what ${administrator.user} did in ${name}: "People"`,
    ]);
  });

  test("ends with 1 when it does not work, and with 2 when it was not begun", async () => {
    const { variables } = database;
    const outcomes = await Promise.all([
      program.run({ ...variables, DB_ADMIN_PASSWORD: "secret-1" }),
      program.run({ ...variables, DB_ADMIN_PASSWORD: "", DB_PASSWORD: "secret-2" }),
      program.run({ ...variables, DB_USER: "postgres", DB_PASSWORD: "secret-3" }),
      program.run(variables, "--take-ower"),
    ]);
    expect(outcomes).toEqual([
      { status: 1, stdout: "", stderr: expect.stringMatching(/^error: .* it refuses the login: .*\n$/) as string },
      { status: 2, stdout: "", stderr: "error: `DB_ADMIN_PASSWORD` must be the role's password, got: nothing\n" },
      { status: 2, stdout: "", stderr: "error: `DB_USER` must not be a superuser, got: postgres\n" },
      { status: 2, stdout: "", stderr: "error: unknown option '--take-ower'\n(Did you mean --take-over?)\n" },
    ]);
    expect(JSON.stringify(outcomes)).not.toContain("secret-");
  });

  test("gives help that names every setting", async () => {
    const { status, stdout } = await program.run({}, "--help");
    expect(status).toBe(0);
    for (const name of ["DB_TLS_VERIFICATION", "DB_CREDENTIALS_DIR", "DB_ADMIN_SCHEMA", "DB_ADMIN_CREDENTIALS_DIR"])
      expect(stdout).toContain(name);
  });
});
