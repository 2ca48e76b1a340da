import type { AwsEnvironment } from "../../../environments/schema/environment";
import type { AwsEmulator } from "../../emulators/aws/aws-emulator";

/** Makes the bucket of an environment's state, which has to exist before Terraform is run. */
export async function createBucket({ address }: AwsEmulator, { state }: AwsEnvironment): Promise<void> {
  if (state.backend !== "s3") throw new Error("the environment keeps its state elsewhere");
  const call = async (path: string, body: string): Promise<void> => {
    const credential = `Credential=emulated/20260101/${state.region}/s3/aws4_request`;
    const headers = { Authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none` };
    const { ok, status } = await fetch(`${address}/${path}`, { method: "PUT", headers, body });
    if (!ok) throw new Error(`the bucket cannot be made: ${status}`);
  };
  await call(
    state.bucket,
    `<CreateBucketConfiguration><LocationConstraint>${state.region}</LocationConstraint></CreateBucketConfiguration>`,
  );
  await call(
    `${state.bucket}?versioning`,
    "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
  );
}
