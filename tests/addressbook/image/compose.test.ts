import { readFileSync } from "node:fs";

import { Ajv } from "ajv";
import { parse } from "yaml";

import { databaseVariables, readServiceSettings } from "../../../addressbook/settings";
import { environment, minimal } from "../../support/environments";

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly user?: string;
  readonly stop_grace_period?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}
interface Compose {
  readonly services: Readonly<Record<"db" | "bootstrap" | "migrate" | "web", Service>>;
}

const compose = parse(readFileSync("compose.yaml", "utf8"), { merge: true }) as Compose;
const { db, bootstrap, migrate, web } = compose.services;
const services = Object.entries(compose.services);
const programs = [bootstrap, migrate, web];

describe("The form", () => {
  // Apache-2.0, https://github.com/compose-spec/compose-spec/blob/170098ba07d9f53c383a41bfd4c5166b0a4529a6/schema/compose-spec.json
  const specification = JSON.parse(readFileSync("tests/addressbook/image/compose-spec.json", "utf8")) as object;
  const isCompose = new Ajv({ strict: false, validateFormats: false, validateSchema: false }).compile(specification);
  const broken = (change: object) => ({ ...compose, services: { ...compose.services, web: { ...web, ...change } } });

  test("is the one of the Compose specification", () => {
    isCompose(compose);
    expect(isCompose.errors).toBeNull();
  });

  test.each([
    ["a name that there is not", { readonly: true }],
    ["a condition that there is not", { depends_on: { migrate: { condition: "service_completed" } } }],
    ["a value of another kind", { cap_drop: "ALL" }],
  ])("would not be with %s", (_title, change) => {
    expect(isCompose(broken(change))).toBe(false);
  });
});

test("each begins when the one before it has done its work", () => {
  expect(services.map(([name, { depends_on: after = {} }]) => [name, after])).toEqual([
    ["db", {}],
    ["bootstrap", { db: { condition: "service_healthy" } }],
    ["migrate", { bootstrap: { condition: "service_completed_successfully" } }],
    ["web", { migrate: { condition: "service_completed_successfully" } }],
  ]);
  // the first start of PostgreSQL answers on its socket before it is set up
  expect(db.healthcheck?.test).toContain("--host=127.0.0.1");
});

test("the service is reached from this machine only, and nothing else is", () => {
  expect(services.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]))).toEqual([
    ["web", "127.0.0.1:${PORT:-3000}:3000"],
  ]);
});

test.each(services)("%s can do no more than in the cluster", (_name, service) => {
  expect(service).toMatchObject({
    read_only: true,
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true"],
    tmpfs: expect.arrayContaining(["/tmp"]) as unknown,
  });
  // the image of PostgreSQL begins as root otherwise
  expect(service.user).toBe(service === db ? "postgres" : undefined);
});

test("all programs are of one image, which is built here", () => {
  const { image, build } = web;
  expect(build).toEqual({ context: ".", dockerfile: "addressbook/Dockerfile" });
  expect(programs.map((program) => [program.image, program.build])).toEqual(programs.map(() => [image, build]));
  const { scripts } = JSON.parse(readFileSync("addressbook/package.json", "utf8")) as {
    scripts: Record<string, string>;
  };
  expect(bootstrap.command?.join(" ")).toBe(scripts["bootstrap"]);
  expect(migrate.command?.join(" ")).toBe(scripts["migrate"]);
  expect(web.command).toBeUndefined();
});

test("programs are given variables that they know, and the same ones for the same database", () => {
  const known = Object.keys(databaseVariables.properties);
  for (const { environment } of programs)
    expect(Object.keys(environment).filter((name) => !known.includes(name.replace(/^DB_ADMIN_/, "DB_")))).toEqual([]);
  expect(migrate.environment).toEqual(web.environment);
  expect(bootstrap.environment).toEqual({
    ...web.environment,
    DB_ADMIN_USER: "postgres",
    DB_ADMIN_PASSWORD: db.environment["POSTGRES_PASSWORD"],
  });
});

test("passwords are given from outside, or say that they are none", () => {
  expect(web.environment["DB_PASSWORD"]).toBe("${DB_PASSWORD:-for-development-only}");
  expect(db.environment["POSTGRES_PASSWORD"]).toBe("${DB_ADMIN_PASSWORD:-for-development-only-too}");
});

test("the service has the time that it takes to end", () => {
  const seconds = Number(/^(\d+)s$/.exec(web.stop_grace_period ?? "")?.[1]);
  expect(seconds).toBeGreaterThan(readServiceSettings({}).values.SHUTDOWN_TIMEOUT_SECONDS);
});

test("the database is the one of an environment that says nothing else", () => {
  const { postgresVersion, name, user } = environment("local", minimal.local).database;
  expect(db.image).toMatch(new RegExp(`^postgres:${postgresVersion}\\.\\d+-[a-z]+$`));
  expect(web.environment).toMatchObject({ DB_HOST: "db", DB_SCHEMA: name, DB_USER: user });
});
