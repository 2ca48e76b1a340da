import { setTimeout as sleep } from "node:timers/promises";

import type { Emulator } from "../emulators/emulator";

const limitMilliseconds = 180_000;
/** What only looks, in the words of either cloud's log: `DescribeCluster`, `GET /v2/databases/…`. */
const reads = /^(Describe|Get|List|GET )/;

/** Waits until somebody has called an operation. */
export async function firstCall(emulator: Emulator, operation: string): Promise<void> {
  const end = Date.now() + limitMilliseconds;
  while (Date.now() < end) {
    const requests = await emulator.requests();
    if (requests.some((request) => request.operation === operation)) return;
    await sleep(200);
  }
  throw new Error(`nobody called ${operation} within ${limitMilliseconds / 1000} s`);
}

/** Waits until an operation was called, and then nothing else is being changed: its end is all that is waited for. */
export async function onlyWaiting(emulator: Emulator, operation: string): Promise<void> {
  await firstCall(emulator, operation);
  let changes = -1;
  for (;;) {
    const now = (await emulator.requests()).filter((request) => !reads.test(request.operation ?? ""));
    if (now.length === changes) return;
    changes = now.length;
    await sleep(3_000);
  }
}
