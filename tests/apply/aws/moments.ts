import { setTimeout as sleep } from "node:timers/promises";

import type { AwsEmulator } from "../../emulators/aws/aws-emulator";
import { AwsClient } from "../../emulators/aws/testing/aws-client";

const limitMilliseconds = 180_000;

/** Waits until somebody has called an operation. */
export async function firstCall(emulator: AwsEmulator, operation: string): Promise<void> {
  const end = Date.now() + limitMilliseconds;
  while (Date.now() < end) {
    const requests = await emulator.requests();
    if (requests.some((request) => request.operation === operation)) return;
    await sleep(200);
  }
  throw new Error(`nobody called ${operation} within ${limitMilliseconds / 1000} s`);
}

/** Waits until an operation was called, and then nothing else is being changed: its end is all that is waited for. */
export async function onlyWaiting(emulator: AwsEmulator, operation: string): Promise<void> {
  await firstCall(emulator, operation);
  let changes = -1;
  for (;;) {
    const now = (await emulator.requests()).filter((request) => !/^(Describe|Get|List)/.test(request.operation ?? ""));
    if (now.length === changes) return;
    changes = now.length;
    await sleep(3_000);
  }
}

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
