import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readBootstrapSettings } from "../../../addressbook/database/bootstrap-settings";
import type { DatabaseVariables } from "../../../addressbook/settings";
import { ApiError } from "../../../release/cluster/errors";
import { environment, minimal } from "../../support/environments";
import { certificate } from "./certificate";
import { Played } from "./connected";
import { forbidden } from "./memory-cluster";
import { asTerraform, clouds, registryToken, servicePassword } from "./played-clouds";

let played: Played;
afterEach(() => {
  played.dispose();
});

/** What the bootstrap reads from both Secrets, which a pod sees as files in folders. */
function mounted(secrets: Readonly<Record<string, Readonly<Record<string, string>>>>): DatabaseVariables[] {
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  try {
    const [service = "", administrator = ""] = Object.entries(secrets).map(([name, values]) => {
      const directory = mkdtempSync(join(folder, name));
      for (const [key, value] of Object.entries(values)) writeFileSync(join(directory, key), value);
      return directory;
    });
    const { values } = readBootstrapSettings({
      DB_CREDENTIALS_DIR: service,
      DB_ADMIN_CREDENTIALS_DIR: administrator,
    });
    return [values.service, values.administrator];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.each(Object.values(clouds))("A new cluster of $environment.name", (cloud) => {
  const { outputs } = cloud;
  beforeEach(() => {
    played = Played.of(cloud);
  });

  test("gets the namespace, the logins, what needs them, and at last the service's role in the database", async () => {
    const { objects, bootstrap } = await played.connect();
    const { writes } = played.cluster;
    expect(writes.slice(0, 2)).toEqual(["apply Namespace/addressbook", "apply Secret/db-params"]);
    expect(writes).toContain("apply ServiceAccount/addressbook");
    expect(writes.slice(-5).map((write) => write.replace(/-[0-9a-f]{10}$/, ""))).toEqual([
      "apply Secret/db-administrator",
      "create Job/addressbook-bootstrap",
      "patch Secret/db-administrator",
      "delete Secret/db-administrator",
      "patch Secret/db-params",
    ]);
    expect(objects).toMatchObject({ changed: 0, unchanged: 0, left: 0 });
    expect(objects.made).toBe(writes.filter((write) => /^apply (?!Secret)/.test(write)).length);
    expect(bootstrap).toBe("done");
  });

  test("has Secrets that the service and its bootstrap read", async () => {
    const secrets: Record<string, Record<string, string>> = {};
    played.cluster.after = () => {
      for (const name of ["db-params", "db-administrator"])
        secrets[name] = played.cluster.secret(name) ?? secrets[name] ?? {};
    };
    await played.connect();
    const [service, administrator] = mounted(secrets);
    expect(service).toEqual({
      DB_HOST: outputs.database_host,
      DB_PORT: outputs.database_pool_port,
      DB_SCHEMA: outputs.database_pool_name,
      DB_USER: "demouser",
      DB_PASSWORD: servicePassword,
      DB_SSL: true,
      DB_CA: certificate.trim(),
      DB_TLS_VERIFICATION: outputs.database_tls_verification,
    });
    expect(administrator).toMatchObject({
      DB_HOST: outputs.database_host,
      DB_PORT: outputs.database_port,
      DB_SCHEMA: "demo",
      DB_USER: cloud.environment.cloud === "digitalocean" ? "doadmin" : "dbadmin",
      DB_PASSWORD: "MARKER-administrator",
    });
    expect(secrets["db-params"]?.["DB_CA"]).toBe(certificate);
  });

  test("asks for each login once, and a second time only for what may have changed", async () => {
    await played.connect();
    const logins = Object.values(cloud.commands);
    const asked = () => played.machine.calls.map(({ command }) => command).filter((each) => logins.includes(each));
    expect(asked()).toEqual([cloud.commands.service, cloud.commands.administrator]);
    await played.connect();
    expect(asked()).toEqual([cloud.commands.service, cloud.commands.administrator, cloud.commands.service]);
  });

  test("is left alone the second time", async () => {
    const first = await played.connect();
    const before = played.cluster.all();
    played.told.length = 0;
    const second = await played.connect();
    expect(second).toEqual({
      objects: { made: 0, changed: 0, unchanged: first.objects.made, left: 0 },
      bootstrap: "skipped",
    });
    expect(played.cluster.all()).toEqual(before);
    expect(played.told).toContain("Secret db-params is as it should be (from outputs.json)");
    expect(played.told.at(-1)).toBe(
      `the bootstrap of the database is skipped: demouser@${outputs.database_host}/demo has been prepared before`,
    );
  });

  test("is told of, and not changed, by a dry run", async () => {
    const { bootstrap } = await played.connect({ dryRun: true });
    expect(played.cluster.writes).toEqual([]);
    expect(bootstrap).toBe("skipped");
    expect(played.told[0]).toBe("Namespace addressbook would be made");
    expect(played.told).toContain(
      "Secret db-params would be made with DB_HOST, DB_PORT, DB_SCHEMA, DB_USER, DB_PASSWORD, DB_SSL, DB_CA, DB_TLS_VERIFICATION (from outputs.json)",
    );
    expect(played.told.at(-1)).toMatch(/^Job addressbook-bootstrap-\w+ would prepare the database with the Secret db-/);
    expect(played.machine.calls.map(({ command }) => command)).toEqual([cloud.commands.service]);
  });

  test("whose database is another one now has its role made there", async () => {
    await played.connect();
    played.machine.write("outputs.json", asTerraform({ ...outputs, database_host: "another.example.com" }));
    const { bootstrap } = await played.connect();
    expect(bootstrap).toBe("done");
    expect(played.told).toContain(
      "Secret db-params is changed: DB_HOST (from outputs.json); pods that run keep the old address until they are restarted, as by the next release",
    );
  });
});

describe("A password that has changed", () => {
  const another = (cloud: keyof typeof clouds): void => {
    const { program, script } = clouds[cloud];
    played.machine.install(program, script.replaceAll("MARKER-service", "MARKER-another"));
  };

  test.each(["google", "digitalocean"] as const)(
    "is written on %s, where the cloud gives it to the role",
    async (name) => {
      played = Played.of(clouds[name]);
      await played.connect();
      another(name);
      await played.connect();
      expect(played.cluster.secret("db-params")?.["DB_PASSWORD"]).toContain("MARKER-another");
      expect(played.told).toContain(
        "Secret db-params is changed: DB_PASSWORD (from outputs.json); pods read the password within a minute or two, without a restart",
      );
    },
  );

  test("is refused on AWS, where only the administrator can give it to the role", async () => {
    played = Played.of(clouds.aws);
    await played.connect();
    another("aws");
    const { writes } = played.cluster;
    const before = writes.length;
    const { message, next } = await played.failure();
    expect(message).toBe(
      "the password of demouser in Secrets Manager is another than in the Secret db-params: the database still has the old one, and only its administrator can give it the new one",
    );
    expect(next).toEqual(["npx release connect --environment minimal-aws --reset-password"]);
    expect(writes.slice(before)).toEqual([]);
  });

  test("is given to the role on AWS when that is asked for", async () => {
    played = Played.of(clouds.aws);
    await played.connect();
    another("aws");
    expect(await played.connect({ resetPassword: true })).toMatchObject({ bootstrap: "done" });
    const jobs = played.cluster.all().filter(({ kind }) => kind === "Job");
    expect(jobs.map(({ spec }) => (spec as { template: unknown }).template)).toEqual([
      expect.objectContaining({
        spec: expect.objectContaining({
          containers: [expect.objectContaining({ command: ["node", "dist/bootstrap.js"] })],
        }) as unknown,
      }),
      expect.objectContaining({
        spec: expect.objectContaining({
          containers: [expect.objectContaining({ command: ["node", "dist/bootstrap.js", "--reset-password"] })],
        }) as unknown,
      }),
    ]);
    expect(played.cluster.secret("db-params")?.["DB_PASSWORD"]).toContain("MARKER-another");
  });
});

describe("What somebody made by hand", () => {
  const entry = (text: string): string => Buffer.from(text).toString("base64");

  test("loses entries that would be wrong now, and keeps those that are not the release's", async () => {
    played = Played.of(clouds.google);
    const data = { DB_HOST: entry("old"), DB_CA: entry("old"), OTHER: entry("kept") };
    played.cluster.put({ apiVersion: "v1", kind: "Secret", metadata: { name: "db-params" }, data });
    const variables = {
      DB_HOST: "db.example.com",
      DB_SCHEMA: "demo",
      DB_USER: "postgres",
      DB_PASSWORD: "MARKER-given",
    };
    await played.connect({}, variables);
    expect(played.cluster.secret("db-params")).toEqual({ ...variables, OTHER: "kept" });
  });

  test("is an administrator's, and stays when continuous integration may not change it", async () => {
    played = Played.of(clouds.google);
    await played.connect();
    played.told.length = 0;
    played.cluster.before = (operation) => {
      if (/(Namespace|Role|RoleBinding)\//.test(operation)) throw forbidden(operation);
    };
    expect(await played.connect()).toMatchObject({ objects: { left: 1 } });
    expect(played.told[0]).toBe("! Namespace addressbook is left as it is: an administrator makes it, and you may not");
  });

  test("is refused where it is no administrator's, with the API's own words", async () => {
    played = Played.of(clouds.google);
    played.cluster.before = (operation) => {
      if (operation.startsWith("apply NetworkPolicy")) throw forbidden(operation);
    };
    expect((await played.failure()).message).toMatch(/^apply NetworkPolicy\/\S+ is forbidden$/);
  });

  test("is bound to another role, which takes a new binding", async () => {
    const ci = { github: { repository: "owner/repository" } };
    played = new Played(environment("minimal-google", { ...minimal.google, ci }), Played.of(clouds.google).machine);
    const binding = { kind: "RoleBinding", metadata: { name: "addressbook-release" }, roleRef: { name: "admin" } };
    played.cluster.put(binding);
    let refusals = 1;
    played.cluster.before = (operation) => {
      if (operation === "apply RoleBinding/addressbook-release" && refusals-- > 0)
        throw new ApiError(422, "Invalid", "roleRef: Invalid value: cannot change roleRef", operation);
    };
    await played.connect();
    expect(played.cluster.writes).toContain("delete RoleBinding/addressbook-release");
    expect(played.cluster.peek("RoleBinding", "addressbook-release")?.["roleRef"]).toMatchObject({
      kind: "Role",
      name: "addressbook-release",
    });
    expect(played.told).toContain("RoleBinding addressbook-release is changed");
  });
});

describe("The registry of DigitalOcean", () => {
  beforeEach(() => {
    played = Played.of(clouds.digitalocean);
  });
  const docker = "doctl registry docker-config";
  const commands = (): string[] => played.machine.calls.map(({ command }) => command);

  test("lets pods in by a Secret of the first name that the service's account has", async () => {
    await played.connect();
    const account = played.cluster.peek("ServiceAccount", "addressbook");
    const [first] = account?.["imagePullSecrets"] as { name: string }[];
    const secret = played.cluster.peek("Secret", first!.name);
    expect(secret).toMatchObject({ type: "kubernetes.io/dockerconfigjson" });
    expect(played.cluster.secret(first!.name)?.[".dockerconfigjson"]).toBe(
      JSON.stringify({
        auths: {
          "registry.digitalocean.com": { auth: Buffer.from(`${registryToken}:${registryToken}`).toString("base64") },
        },
      }),
    );
  });

  test("is the business of the cluster's integration, which is waited for", async () => {
    played.clock.sleep = () => {
      played.cluster.put({ kind: "Secret", metadata: { name: "registry-team-registry" } });
      return Promise.resolve();
    };
    await played.connect();
    expect(commands()).not.toContain(docker);
    expect(played.told).toContain("Secret registry-team-registry has the registry's login");
  });

  test("is asked once", async () => {
    await played.connect();
    await played.connect();
    expect(commands().filter((command) => command === docker)).toHaveLength(1);
  });
});

describe("The book's way", () => {
  const variables = {
    DB_HOST: "db.example.com",
    DB_PORT: "6543",
    DB_SCHEMA: "demo",
    DB_USER: "postgres",
    DB_PASSWORD: "MARKER-given",
    DB_SSL: "true",
    DB_CA: "",
  };

  test("takes the variables as they are, and asks nobody", async () => {
    played = Played.of(clouds.aws);
    const { bootstrap } = await played.connect({}, variables);
    const set = Object.entries(variables).filter(([, value]) => value !== "");
    expect(played.cluster.secret("db-params")).toEqual(Object.fromEntries(set));
    expect(played.machine.calls).toEqual([]);
    expect(bootstrap).toBe("skipped");
    expect(played.told.at(-1)).toBe(
      "the bootstrap of the database is skipped: `DB_ADMIN_USER` and `DB_ADMIN_PASSWORD` are not set",
    );
  });

  test("prepares the database when it is given its administrator", async () => {
    played = Played.of(clouds.aws);
    const administrator = { DB_ADMIN_USER: "root", DB_ADMIN_PASSWORD: "MARKER-root", DB_ADMIN_SCHEMA: "other" };
    let login: unknown;
    played.cluster.after = () => {
      login ??= played.cluster.secret("db-administrator");
    };
    expect(await played.connect({}, { ...variables, ...administrator })).toMatchObject({ bootstrap: "done" });
    expect(login).toEqual({ DB_USER: "root", DB_PASSWORD: "MARKER-root", DB_SCHEMA: "other" });
    expect(played.cluster.peek("Secret", "db-params")).toMatchObject({
      metadata: { annotations: { "addressbook-platform/bootstrapped": "postgres@db.example.com/other" } },
    });
  });
});

test("A service without a database gets no Secret", async () => {
  const service = { databasePoolSize: 0, migrationCommand: [], bootstrapCommand: [] };
  const of = environment("minimal-aws", { ...minimal.aws, service });
  played = new Played(of, Played.of(clouds.aws).machine);
  await played.connect();
  expect(played.cluster.all().filter(({ kind }) => kind === "Secret")).toEqual([]);
  expect(played.machine.calls).toEqual([]);
});

test("A bootstrap that is done by other means is skipped", async () => {
  played = Played.of(clouds.aws);
  await played.connect({ skipBootstrap: true });
  expect(played.told.at(-1)).toBe("the bootstrap of the database is skipped: as you asked");
  expect(played.machine.calls.map(({ command }) => command)).toEqual([clouds.aws.commands.service]);
});
