// Slow (10 s): makes bundles of a copy of this project.
import { chmodSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Checkout } from "./checkout";
import { run } from "./release-process";

jest.setTimeout(60_000);

/** The bundle that tools/release.mjs keeps is used when it fits, and never when it does not. */
describe("the bundle of `npx release`", () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
  });
  afterEach(() => {
    checkout.remove();
  });

  const release = (...args: string[]) => run(args, { checkout: checkout.folder });
  const plan = (environment: string) => release("plan", "--offline", "--environment", environment);
  const bundleJson = (): string => join(checkout.folder, (checkout.bundles[0] ?? "").replace(/[^/]*$/, "bundle.json"));

  test("is kept once, is made by two at once, and follows files and environments", async () => {
    const both = await Promise.all([plan("local"), plan("local")]);
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(2).fill({ code: 0, stderr: "" }));
    const [first] = checkout.bundles;
    expect(checkout.bundles).toHaveLength(1);

    expect((await plan("another")).stderr).toContain('got: "another"');
    checkout.environment("another", { cloud: "local", cluster: { context: "kind-another" } });
    expect(await plan("another")).toMatchObject({ code: 0, stderr: "" });
    const service = join(checkout.folder, "environments/service.ts");
    writeFileSync(service, readFileSync(service, "utf8").replace("addressbook.version", '"9.9.9"'));
    expect((await plan("another")).stdout).toContain(":9.9.9\n");
    // the old ones are gone
    expect(checkout.bundles).toHaveLength(1);
    expect(checkout.bundles).not.toContain(first);
  });

  test("is made anew when it is half written", async () => {
    await plan("local");
    const [file = ""] = checkout.bundles;
    const path = join(checkout.folder, file);
    for (const broken of [path, path.replace(/cjs$/, "v8"), bundleJson()]) {
      truncateSync(broken, 1000);
      expect(await plan("local")).toMatchObject({ code: 0, stderr: "" });
    }
    rmSync(path);
    expect(await plan("local")).toMatchObject({ code: 0, stderr: "" });
  });

  test("need not be kept", async () => {
    // a file in the place of the folder: for root nothing is read-only
    checkout.write("node_modules/.cache", "");
    expect(await plan("local")).toMatchObject({ code: 0, stderr: "" });
    rmSync(join(checkout.folder, "node_modules/.cache"));
    chmodSync(join(checkout.folder, "node_modules"), 0o555);
    expect(await plan("local")).toMatchObject({ code: 0, stderr: "" });
    chmodSync(join(checkout.folder, "node_modules"), 0o755);
  });

  test("cannot be made without packages, or of a file that is wrong, and it says so", async () => {
    checkout.write("environments/broken.ts", "export default {");
    const broken = await plan("local");
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain("environments/broken.ts:1:16");
    expect(broken.stderr).not.toMatch(/^ +at /m);
    rmSync(join(checkout.folder, "node_modules"), { recursive: true });
    expect(await plan("local")).toEqual({
      code: 2,
      stdout: "",
      stderr: `the packages are not installed: run \`npm ci\` in ${checkout.folder}\n`,
    });
  });
});
