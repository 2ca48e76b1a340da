import type { AwsClient } from "./testing/aws-client";
import { createBucket, mustSucceed } from "./testing/small-account";
import { withEmulator } from "./testing/with-emulator";

withEmulator("A bucket for states", {}, (emulated) => {
  let client: AwsClient;
  let bucket: string;
  beforeEach(async () => {
    ({ client } = emulated());
    bucket = `/${await createBucket(client)}`;
  });

  // what Terraform locks a state with
  const lock = (content: string) => client.s3("PUT", `${bucket}/x.tflock`, { "If-None-Match": "*" }, content);

  test("has a file written once, by whoever comes first", async () => {
    expect((await lock("first")).code).toBeUndefined();
    expect(await lock("second")).toMatchObject({ status: 412, code: "PreconditionFailed" });
    expect((await client.s3("GET", `${bucket}/x.tflock`)).text).toBe("first");
  });

  test("has it written again when it was deleted", async () => {
    mustSucceed(await lock("first"));
    mustSucceed(await client.s3("DELETE", `${bucket}/x.tflock`));

    expect((await lock("second")).code).toBeUndefined();
  });

  test("keeps the versions of a file", async () => {
    const versioning = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    mustSucceed(await client.s3("PUT", `${bucket}?versioning`, {}, versioning));
    mustSucceed(await client.s3("PUT", `${bucket}/x.tfstate`, {}, "first"));
    mustSucceed(await client.s3("PUT", `${bucket}/x.tfstate`, {}, "second"));

    const { text } = await client.s3("GET", `${bucket}?versions`);

    expect(text.match(/<Version>/g)).toHaveLength(2);
  });

  test("is in the log by the names of AWS", async () => {
    await emulated().emulator.clearRequests();
    mustSucceed(await client.s3("PUT", `${bucket}/a/b`, {}, "content"));
    await client.s3("GET", `${bucket}?versioning`);
    await client.s3("GET", `${bucket}?list-type=2`);
    await client.s3("HEAD", `${bucket}/a/b`);

    const requests = await emulated().emulator.requests();

    expect(requests.map(({ operation }) => operation)).toEqual([
      "PutObject",
      "GetBucketVersioning",
      "ListObjectsV2",
      "HeadObject",
    ]);
    expect(requests[0]?.parameters).toEqual({ Bucket: bucket.slice(1), Key: "a/b" });
  });
});
