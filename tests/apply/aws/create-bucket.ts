import type { AwsEnvironment } from "../../../environments/schema/environment";
import type { AwsEmulator } from "../../emulators/aws/aws-emulator";
import { AwsClient } from "../../emulators/aws/testing/aws-client";

/** Makes the bucket of an environment's state, which has to exist before Terraform is run. */
export async function createBucket({ address }: AwsEmulator, { state }: AwsEnvironment): Promise<void> {
  if (state.backend !== "s3") throw new Error("the environment keeps its state elsewhere");
  const client = new AwsClient(address, state.region);
  const put = async (path: string, body: string): Promise<void> => {
    const { status, text } = await client.s3("PUT", path, {}, body);
    if (status !== 200) throw new Error(`the bucket cannot be made: ${text}`);
  };
  await put(
    `/${state.bucket}`,
    `<CreateBucketConfiguration><LocationConstraint>${state.region}</LocationConstraint></CreateBucketConfiguration>`,
  );
  await put(
    `/${state.bucket}?versioning`,
    "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
  );
}
