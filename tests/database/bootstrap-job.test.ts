import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "yaml";

import { PostgresServer } from "../../addressbook/dev/postgres-server";
import { hardenedPod } from "../../constructs/kubernetes/hardened-pod";
import { type Given, withRole } from "../addressbook/bootstrap/prepared";
import { at, listAt } from "../support/at";
import { minimalClouds } from "../support/every-environment";
import { schemaProblems } from "../support/kubernetes-schema";
import { type Manifest, manifests } from "../support/manifests";
import { podTemplates, selects } from "../support/pods";
import { type Outcome, run } from "../terraform/harness/terraform-command";

const job = parse(readFileSync("addressbook/database/bootstrap-job.yaml", "utf8")) as Manifest;
const [pod] = podTemplates([job]);
const container = pod!.containers[0]!;

describe("The Job that runs the database's bootstrap", () => {
  test("is one that Kubernetes knows", () => {
    expect(schemaProblems(job)).toEqual([]);
  });

  test("is as confined as every pod of the service", () => {
    const reference = hardenedPod({
      name: "reference",
      image: "reference",
      imagePullPolicy: "Always",
      serviceAccountName: "addressbook",
      resources: { cpuRequest: "1", cpuLimit: "1", memoryRequest: "1", memoryLimit: "1" },
      secretDirectories: { "db-params": "/var/run/db" },
    });
    const { serviceAccountName, automountServiceAccountToken, enableServiceLinks, securityContext } = reference;
    const confinement = { serviceAccountName, automountServiceAccountToken, enableServiceLinks, securityContext };
    expect(pod!.spec).toMatchObject(confinement);
    expect(at(container, "securityContext")).toEqual(reference.containers[0]!.securityContext);
    expect(pod!.containers).toHaveLength(1);
  });

  test("reads secrets from files that it alone can read, and writes nowhere", () => {
    const volumes = listAt(pod!.spec, "volumes");
    const secrets = volumes.filter((volume) => at(volume, "secret") !== undefined);
    expect(secrets.map((volume) => at(volume, "secret"))).toEqual([
      { secretName: "db-params", defaultMode: 0o440 },
      { secretName: "db-administrator", defaultMode: 0o440 },
    ]);
    expect(volumes.filter((volume) => at(volume, "emptyDir") !== undefined)).toEqual([]);
    expect(listAt(container, "volumeMounts").map((mount) => at(mount, "readOnly"))).toEqual([true, true]);
    expect(listAt(container, "env").filter((variable) => at(variable, "valueFrom") !== undefined)).toEqual([]);
    expect(at(container, "envFrom")).toBeUndefined();
  });

  test("runs no image before one is put in", () => {
    // RFC 6761: a name that is never given to anybody
    expect(at(container, "image")).toMatch(/^[\w-]+\.invalid\//);
  });

  test("runs a program that the image has", () => {
    const { scripts } = JSON.parse(readFileSync("addressbook/package.json", "utf8")) as { scripts: object };
    expect(Object.values(scripts)).toContain(listAt(container, "command").join(" "));
  });

  test("lives beside the service, gets none of its requests, and is let out to the database itself", () => {
    const environment = minimalClouds.find(({ cloud }) => cloud === "digitalocean")!;
    const rendered = manifests(environment);
    const service = rendered.one("Service", "addressbook-lb");
    const account = rendered.one("ServiceAccount", "addressbook");
    const policy = rendered.one("NetworkPolicy", "default");
    expect(at(job, "metadata", "namespace")).toBe(at(service, "metadata", "namespace"));
    expect(at(pod!.spec, "serviceAccountName")).toBe(at(account, "metadata", "name"));
    expect(selects(at(service, "spec", "selector"), pod!.labels)).toBe(false);
    const ports = listAt(policy, "spec", "egress").flatMap((rule) => listAt(rule, "ports"));
    // DigitalOcean's databases answer there; what the service uses may be a pool on another port
    expect(ports).toContainEqual({ port: 25060, protocol: "TCP" });
  });
});

describe("What the Job runs", () => {
  jest.setTimeout(60_000);
  let server: PostgresServer;
  let database: Given;
  beforeAll(async () => {
    server = await PostgresServer.start();
    database = await withRole(server);
  });
  afterAll(() => server.stop());

  /** Runs what the container would, with its mounts below a folder of this machine. */
  async function runCommand(
    administrator: Readonly<Record<string, string>>,
    params: Readonly<Record<string, string>>,
  ): Promise<Outcome> {
    const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
    for (const [name, entries] of Object.entries({ db: params, "db-administrator": administrator })) {
      mkdirSync(join(folder, name));
      for (const [key, value] of Object.entries(entries)) writeFileSync(join(folder, name, key), value);
    }
    const variables = listAt(container, "env").map((variable) => [
      String(at(variable, "name")),
      String(at(variable, "value")).replace("/var/run", folder),
    ]);
    const [, program = ""] = listAt(container, "command").map(String);
    try {
      return await run(
        process.execPath,
        ["tools/run-typescript.mjs", program.replace(/^dist(\/.*)\.js$/, "addressbook$1.ts")],
        {
          cwd: ".",
          env: Object.fromEntries(variables) as NodeJS.ProcessEnv,
        },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test("works with what the documents put into the Secrets", async () => {
    const { service, administrator, variables } = database;
    const { DB_HOST = "", DB_PORT = "", DB_USER = "", DB_PASSWORD = "" } = variables;
    const outcome = await runCommand(
      { DB_USER: administrator.user, DB_PASSWORD: administrator.password, DB_SCHEMA: service.database, DB_PORT },
      { DB_HOST, DB_PORT, DB_SCHEMA: service.database, DB_USER, DB_PASSWORD },
    );
    expect(outcome).toEqual({
      status: 0,
      stdout:
        `${service.user} can create tables in ${service.database}\n` +
        `${service.user} has logged in to ${service.database}, and can create tables there\n`,
      stderr: "",
    });
  });

  test("fails when something is missing, and names the files", async () => {
    const outcome = await runCommand({ DB_PORT: "many" }, { DB_HOST: "localhost" });
    const { status, stdout, stderr } = outcome;
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.replaceAll(/\S+\/db/g, "db").split("\n")).toEqual([
      "error: db/DB_SCHEMA must be a file, got: nothing",
      "error: db/DB_USER must be the name of a role, got: nothing",
      "error: db/DB_PASSWORD must be the role's password, got: nothing",
      "error: db-administrator/DB_USER must be the name of a role, got: nothing",
      "error: db-administrator/DB_PASSWORD must be the role's password, got: nothing",
      'error: db-administrator/DB_PORT must be a port from 1 to 65535, got: "many"',
      "",
    ]);
  });
});
