import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { parse } from "yaml";

import { hardenedPod } from "../../constructs/kubernetes/hardened-pod";
import { at, listAt } from "../support/at";
import { minimalClouds } from "../support/every-environment";
import { schemaProblems } from "../support/kubernetes-schema";
import { type Manifest, manifests } from "../support/manifests";
import { podTemplates, selects } from "../support/pods";
import { type Outcome, run } from "../terraform/harness/terraform-command";
import { bootstrapFile, said } from "./bootstrap";
import { type CloudDatabase, digitaloceanDatabase } from "./cloud-databases";
import type { PostgresServer } from "./postgres-server";
import { withPostgres } from "./with-postgres";

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
    expect(listAt(container, "volumeMounts").map((mount) => at(mount, "readOnly"))).toEqual([true, true, true]);
    expect(listAt(container, "env").filter((variable) => at(variable, "valueFrom") !== undefined)).toEqual([]);
    expect(at(container, "envFrom")).toBeUndefined();
  });

  test("names its image to the minor version", () => {
    expect(at(container, "image")).toMatch(/^postgres:\d+\.\d+-[a-z]+$/);
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

withPostgres("The command of the Job that runs the database's bootstrap", (server) => {
  test("works with what is mounted, and leaves the password out of what it prints", async () => {
    const database = await digitaloceanDatabase(server());
    const outcome = await runCommand(server(), database);
    const { user, database: name } = database.service;
    expect(said(outcome)).toEqual([`NOTICE:  ${user} can create tables in ${name}`]);
    const created = await server().ask(database.service, "CREATE TABLE person (id integer)");
    expect(created).toMatchObject({ status: 0, stderr: "" });
  });

  test("fails when the login is wrong", async () => {
    const database = await digitaloceanDatabase(server());
    const outcome = await runCommand(server(), {
      ...database,
      administrator: { ...database.administrator, password: "another one" },
    });
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toContain("password authentication failed");
    expect(outcome.stdout + outcome.stderr).not.toContain("another one");
  });

  test("fails when something is missing", async () => {
    const { administrator, service } = await digitaloceanDatabase(server());
    const outcome = await runCommand(server(), { administrator, service: { ...service, user: "" } });
    expect(outcome.status).toBe(3);
    expect(said(outcome)).toEqual(["ERROR:  `bootstrap.user` must name the role of the service, got: nothing"]);
  });
});

/** Runs what the container would, with its mounts below a folder of this machine. */
async function runCommand(server: PostgresServer, { administrator, service }: CloudDatabase): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  const secrets = {
    db: { DB_USER: service.user },
    "db-administrator": {
      DB_HOST: server.host,
      DB_PORT: "5432",
      DB_SCHEMA: administrator.database,
      DB_USER: administrator.user,
      DB_PASSWORD: administrator.password,
    },
  };
  for (const [name, entries] of Object.entries(secrets)) {
    mkdirSync(join(folder, name));
    for (const [key, value] of Object.entries(entries)) writeFileSync(join(folder, name, key), value);
  }
  try {
    const [shell = "", ...args] = listAt(container, "command").map(String);
    const mounted = args.map((argument) =>
      argument.replaceAll("/var/run/", `${folder}/`).replaceAll("/bootstrap/bootstrap.sql", bootstrapFile),
    );
    return await run(shell, mounted, {
      cwd: folder,
      env: { PATH: `${dirname(server.client)}:${process.env["PATH"] ?? ""}` },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
