import { RealWorkspace } from "../../apply/real-workspace";
import { findProvider } from "../../terraform/harness/real-provider";
import { findTerraform, missingTerraform } from "../../terraform/harness/terraform-command";
import { skipAloud } from "../../terraform/harness/with-terraform";
import { emulated } from "./testing/emulated";

const current = emulated();
const bucket = "example-terraform";
const objects = `/storage/v1/b/${bucket}/o`;

/** As Google's own libraries send a file. */
const upload = (name: string, content: string): string =>
  [
    "--part",
    `Content-Type: application/json\r\n\r\n${JSON.stringify({ bucket, name })}`,
    "--part",
    `Content-Type: text/plain\r\n\r\n${content}`,
    "--part--",
  ].join("\r\n");

describe("A bucket for states", () => {
  beforeEach(async () => {
    await current().client.must("POST /storage/v1/b?project=small-project", { name: bucket });
  });

  test("has a file made once, by whoever comes first, and deleted by who has made it", async () => {
    const { client } = current();
    const lock = (content: string) =>
      client.ask(`POST /upload${objects}?uploadType=multipart&ifGenerationMatch=0`, upload("x/y.tflock", content));
    const { generation } = (await lock("first")).body;

    expect(await lock("second")).toMatchObject({ status: 412 });
    const other = await client.ask(`DELETE ${objects}/x%2Fy.tflock?ifGenerationMatch=1`);
    expect(other).toMatchObject({ status: 412, body: { error: { errors: [{ reason: "conditionNotMet" }] } } });
    expect(
      await (
        await fetch(`${current().emulator.address}/${bucket}/x/y.tflock`, { headers: { Authorization: "Bearer a" } })
      ).text(),
    ).toBe("first");

    await client.must(`DELETE ${objects}/x%2Fy.tflock?ifGenerationMatch=${String(generation)}`);
    expect(await lock("second")).toMatchObject({ status: 200, body: { name: "x/y.tflock", bucket } });
  });

  test("has to be there", async () => {
    const { client } = current();

    expect(await client.refused("GET /storage/v1/b/other/o")).toMatchObject({ code: 404 });
    expect(await client.refused("POST /storage/v1/b?project=small-project", { name: bucket })).toMatchObject({
      code: 409,
    });
    expect(await client.refused(`GET ${objects}/none`)).toMatchObject({ code: 404 });
    expect(await client.must(`GET ${objects}?prefix=none`)).toMatchObject({ items: [] });
  });

  const terraform = findTerraform();
  const provider = findProvider("google", "6.50.0");
  if (terraform === undefined || provider === undefined)
    skipAloud(
      "a state of Terraform in a bucket",
      terraform === undefined ? missingTerraform : "no mirror folder has the provider google",
    );
  else
    test("keeps a state of Terraform, and its lock", async () => {
      const { emulator } = current();
      const cloud = emulator.environment;
      const surroundings = { terraform, provider, wantedVersion: provider.version, cloud };
      const workspace = new RealWorkspace(surroundings, { gcs: { bucket, prefix: "addressbook/test" } });
      try {
        // nothing but an output, for which no provider is asked
        workspace.write({ json: { output: { answer: { value: "kept" } } } } as never);
        await workspace.succeed("init");
        await workspace.succeed("apply", "-auto-approve");

        expect(await workspace.succeed("output", "-raw", "answer")).toBe("kept");
        const names = async (): Promise<unknown[]> => {
          const { items } = await current().client.must<{ items: { name: string }[] }>(`GET ${objects}`);
          return items.map(({ name }) => name);
        };
        expect(await names()).toEqual(["addressbook/test/default.tfstate"]);

        await current().client.must(
          `POST /upload${objects}?uploadType=multipart`,
          upload("addressbook/test/default.tflock", JSON.stringify({ ID: "1", Who: "somebody@else" })),
        );
        const locked = await workspace.terraform("apply", "-auto-approve");
        expect(locked).toMatchObject({
          status: 1,
          stderr: expect.stringContaining("Error acquiring the state lock") as string,
        });
        expect(await emulator.refused()).toEqual([]);
      } finally {
        workspace.close();
      }
    });
});
