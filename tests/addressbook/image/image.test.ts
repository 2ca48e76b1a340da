import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { parse } from "yaml";

import { skipAloud } from "../../terraform/harness/with-terraform";

const project = `addressbook-image-${process.pid}`;
const image = "addressbook:development";

interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Port 0 is any that is free. */
const docker = (...args: readonly string[]): Said =>
  spawnSync("docker", args, { encoding: "utf8", env: { ...process.env, PORT: "0" } });

const compose = (...args: readonly string[]): Said => docker("compose", "--project-name", project, ...args);

/** What a successful command has printed. */
function printed({ status, stdout, stderr }: Said): string {
  if (status !== 0) throw new Error(`it ended with ${status}\n${stdout}\n${stderr}`);
  return stdout.trim();
}

/** What is in the way of building the image here, if anything. */
function obstacle(): string | undefined {
  if (docker("compose", "version").status !== 0) return "there is no docker with its plugin compose";
  if (docker("info").status !== 0) return "docker does not reach its daemon";
  const [, node = ""] = /^ARG NODE_IMAGE=(.+)$/m.exec(readFileSync("addressbook/Dockerfile", "utf8")) ?? [];
  const { services } = parse(readFileSync("compose.yaml", "utf8")) as { services: { db: { image: string } } };
  const missing = [node, services.db.image].filter(
    (name) => docker("image", "inspect", name).status !== 0 && docker("pull", "--quiet", name).status !== 0,
  );
  return missing.length === 0 ? undefined : `these images cannot be pulled: ${missing.join(", ")}`;
}

const reason = obstacle();
if (reason !== undefined) skipAloud("the image", reason);
else
  describe("The image", () => {
    beforeAll(() => {
      printed(compose("up", "--build", "--wait", "web"));
    }, 900_000);

    afterAll(() => {
      compose("down", "--volumes");
    }, 60_000);

    jest.setTimeout(60_000);

    const inWeb = (...command: readonly string[]): Said => compose("exec", "-T", "web", ...command);
    const inImage = (...command: readonly string[]): string =>
      printed(docker("run", "--rm", "--network=none", "--memory=256m", image, ...command));

    test("serves the book's requests", async () => {
      const address = `http://${printed(compose("port", "web", "3000"))}`;
      const body = new URLSearchParams({ firstName: "al", lastName: "pacino" });

      expect((await fetch(`${address}/person`, { method: "PUT", body })).status).toBe(200);
      expect(await (await fetch(`${address}/all`)).json()).toEqual([
        expect.objectContaining({ firstName: "al", lastName: "pacino" }),
      ]);
    });

    test.each([
      ["ping", "Connection has been established successfully."],
      ["migrate", "the schema is up to date"],
    ])("runs npm run %s where nothing can be written", (script, text) => {
      expect(printed(inWeb("npm", "run", script))).toContain(text);
      expect(inWeb("touch", "written").stderr).toContain("Read-only file system");
    });

    test("has Node as the first process, a user that is nobody, and no capability", () => {
      const status = printed(inWeb("cat", "/proc/1/status"));
      expect(printed(inWeb("cat", "/proc/1/cmdline")).split("\0")).toEqual(["node", "dist/main.js", ""]);
      expect(status).toMatch(/^Uid:\t10001\t10001\t10001\t10001$/m);
      expect(status).toMatch(/^CapEff:\t0+$/m);
    });

    test("tells whether it lives", () => {
      const inspected = printed(docker("inspect", "--format={{json .Config.Healthcheck.Test}}", image));
      const [, ...check] = JSON.parse(inspected) as string[];
      expect(inWeb(...check).status).toBe(0);
      expect(compose("exec", "-T", "--env=PORT=1", "web", ...check).status).toBe(1);
    });

    test("belongs to root, even where the root folder can be written", () => {
      expect(inImage("find", "/app", "(", "-writable", "-o", "!", "-user", "root", ")", "!", "-type", "l")).toBe("");
    });

    test("has the packages that it needs, and neither others nor what npm leaves behind", () => {
      const { dependencies, devDependencies } = JSON.parse(readFileSync("addressbook/package.json", "utf8")) as Record<
        "dependencies" | "devDependencies",
        Record<string, string>
      >;
      const found = inImage("find", "/app/node_modules", "-maxdepth", "2", "-name", "package.json", "-o", "-type", "d");
      const installed = found.split("\n").map((path) => path.replace("/app/node_modules/", ""));
      expect(Object.keys(dependencies).filter((name) => !installed.includes(name))).toEqual([]);
      expect(Object.keys(devDependencies).filter((name) => installed.includes(name))).toEqual([]);
      expect(inImage("find", "/app", "/tmp", "-name", "_cacache", "-o", "-name", "package-lock.json")).toBe("");
    });

    test("leaves room in its memory for what is not V8's heap", () => {
      const limit = Number(inImage("node", "--print", "v8.getHeapStatistics().heap_size_limit / 2 ** 20"));
      expect(limit).toBeGreaterThan(100);
      expect(limit).toBeLessThan(160);
    });

    test("ends with 0 when it is told to", () => {
      printed(compose("stop", "web"));
      const ended = JSON.parse(printed(compose("ps", "--all", "--format=json", "web"))) as object;
      expect(ended).toMatchObject({ State: "exited", ExitCode: 0 });
      printed(compose("up", "--wait", "web"));
    });
  });
