import { setTimeout as sleep } from "node:timers/promises";

import type { AwsEmulator } from "../../emulators/aws/aws-emulator";
import { AwsClient } from "../../emulators/aws/testing/aws-client";

/** Waits until a cluster is no longer being made. */
export async function clusterActive({ address }: AwsEmulator, region: string, name: string): Promise<void> {
  const client = new AwsClient(address, region);
  for (;;) {
    const { text } = await client.eks("GET", `/clusters/${name}`);
    const { cluster } = JSON.parse(text) as { cluster?: { status: string } };
    if (cluster?.status === "ACTIVE") return;
    if (cluster?.status !== "CREATING") throw new Error(`the cluster ${name} is ${cluster?.status ?? "not there"}`);
    await sleep(1_000);
  }
}
