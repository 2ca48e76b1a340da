import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { PostgresServer } from "../../addressbook/dev/postgres-server";
import { type Given, withRole } from "../addressbook/bootstrap/prepared";
import { at, listAt } from "../support/at";
import { environment, minimal } from "../support/environments";
import { minimalClouds } from "../support/every-environment";
import { manifests } from "../support/manifests";
import { podTemplates, selects } from "../support/pods";
import { type Outcome, run } from "../terraform/harness/terraform-command";
import { commandsOf } from "./played-release";

type Entries = Readonly<Record<string, string>>;

describe.each(minimalClouds)("The Job of the first release to $name", (of) => {
  const { written, firstRelease } = manifests(of);
  const commands = commandsOf(`docs/${of.cloud}.md`);

  test("is in the folder that the document names", () => {
    const folders = [...commands.matchAll(/"dist\/\$NAME\/([^".]+)"/g)].map(([, folder = ""]) => folder);
    const withManifests = (folder: string) =>
      Object.keys(written).some((file) => file.startsWith(`${folder}/`) && file.endsWith(".yaml"));
    expect(folders.length).toBeGreaterThan(0);
    expect(folders.filter((folder) => !withManifests(folder))).toEqual([]);
  });

  test("has the pods whose log the document shows, in the namespace where it looks for them", () => {
    const [, namespace, key = "", value] =
      /^kubectl logs --namespace (\S+) --selector ([^=\s]+)=(\S+)/m.exec(commands) ?? [];
    expect(podTemplates(firstRelease).map(({ labels }) => selects({ [key]: value }, labels))).toEqual([true]);
    expect(firstRelease.map((job) => at(job, "metadata", "namespace"))).toEqual([namespace]);
  });
});

describe("What the Job runs", () => {
  jest.setTimeout(60_000);
  const [pod] = podTemplates(manifests(environment("team", minimal.digitalocean)).firstRelease);
  const [container] = pod!.containers;
  let server: PostgresServer;
  let database: Given;
  let image: string;
  beforeAll(async () => {
    mkdirSync("node_modules/.cache", { recursive: true });
    // where the packages are found
    image = mkdtempSync(resolve("node_modules/.cache", "bootstrap-job-"));
    execFileSync(process.execPath, ["addressbook/build.mjs", join(image, "dist")]);
    server = await PostgresServer.start();
    database = await withRole(server);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(image, { recursive: true, force: true });
  });

  /** Runs the container's command in a folder built like the image, with what the pod mounts below that folder. */
  async function runCommand(secrets: Readonly<Record<string, Entries>>): Promise<Outcome> {
    for (const mount of listAt(container, "volumeMounts")) {
      const folder = join(image, String(at(mount, "mountPath")));
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const volume = listAt(pod!.spec, "volumes").find((one) => at(one, "name") === at(mount, "name"));
      const entries = secrets[String(at(volume, "secret", "secretName"))] ?? {};
      for (const [key, value] of Object.entries(entries)) writeFileSync(join(folder, key), value);
    }
    const variables = listAt(container, "env").map((variable) => [
      String(at(variable, "name")),
      join(image, String(at(variable, "value"))),
    ]);
    const [node, ...args] = listAt(container, "command").map(String);
    expect(node).toBe("node");
    return run(process.execPath, args, { cwd: image, env: Object.fromEntries(variables) as NodeJS.ProcessEnv });
  }

  test("works with what the documents put into the Secrets", async () => {
    const { service, administrator, variables } = database;
    const { DB_HOST = "", DB_PORT = "", DB_USER = "", DB_PASSWORD = "" } = variables;
    const outcome = await runCommand({
      "db-params": { DB_HOST, DB_PORT, DB_SCHEMA: service.database, DB_USER, DB_PASSWORD },
      "db-administrator": {
        DB_USER: administrator.user,
        DB_PASSWORD: administrator.password,
        DB_SCHEMA: service.database,
        DB_PORT,
      },
    });
    expect(outcome).toEqual({
      status: 0,
      stdout:
        `${service.user} can create tables in ${service.database}\n` +
        `${service.user} has logged in to ${service.database}, and can create tables there\n`,
      stderr: "",
    });
  });

  test("fails when something is missing, and names the files", async () => {
    const outcome = await runCommand({
      "db-params": { DB_HOST: "localhost" },
      "db-administrator": { DB_PORT: "many" },
    });
    const { status, stdout, stderr } = outcome;
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.replaceAll(image, "").split("\n")).toEqual([
      "error: /var/run/db/DB_SCHEMA must be a file, got: nothing",
      "error: /var/run/db/DB_USER must be the name of a role, got: nothing",
      "error: /var/run/db/DB_PASSWORD must be the role's password, got: nothing",
      "error: /var/run/db-administrator/DB_USER must be the name of a role, got: nothing",
      "error: /var/run/db-administrator/DB_PASSWORD must be the role's password, got: nothing",
      'error: /var/run/db-administrator/DB_PORT must be a port from 1 to 65535, got: "many"',
      "",
    ]);
  });
});
