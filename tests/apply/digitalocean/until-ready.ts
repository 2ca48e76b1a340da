import { setTimeout as sleep } from "node:timers/promises";

import type { DigitaloceanEmulator } from "../../emulators/digitalocean/digitalocean-emulator";
import { askApi } from "./ask-api";

interface Things {
  readonly kubernetes_clusters?: readonly { readonly status: { readonly state: string } }[];
  readonly databases?: readonly { readonly status: string }[];
}

/** Waits until no cluster and no database is being made or changed any more. */
export async function untilReady(emulator: DigitaloceanEmulator): Promise<void> {
  for (;;) {
    const { kubernetes_clusters: clusters = [] } = await askApi<Things>(emulator, "GET", "/v2/kubernetes/clusters");
    const { databases = [] } = await askApi<Things>(emulator, "GET", "/v2/databases");
    if (
      clusters.every(({ status }) => status.state === "running") &&
      databases.every(({ status }) => status === "online")
    )
      return;
    await sleep(500);
  }
}
