import { z } from "zod";

import type { CloudEnvironment } from "../environments/schema/environment";
import type { KubernetesApi } from "./kubernetes-api";

/**
 * Whether the destroy of a cluster deletes what Kubernetes made outside of it: balancers, disks, and snapshots of disks.
 *
 * @see `disposable` in stacks/digitalocean-stack.ts
 */
export const takesAllWithIt = ({ cloud, profile }: CloudEnvironment): boolean =>
  cloud === "digitalocean" && profile === "demo";

/** A disk that Kubernetes made. Deleting it would delete data, so it is only spoken of. */
export interface Volume {
  /** Id of the disk in the cloud. */
  readonly id: string;
  readonly size: string;
  /** `namespace/name` of the claim that it was made for. */
  readonly claim?: string | undefined;
}

const listSchema = z.object({
  items: z.array(
    z.object({
      spec: z.object({
        capacity: z.object({ storage: z.string().default("") }).default({ storage: "" }),
        claimRef: z.object({ namespace: z.string(), name: z.string() }).optional(),
        csi: z.object({ volumeHandle: z.string() }).optional(),
      }),
    }),
  ),
});

/** The disks of the cluster that are outside of its nodes. */
export async function findVolumes(api: KubernetesApi): Promise<Volume[]> {
  const { items } = listSchema.parse((await api.get("/api/v1/persistentvolumes")) ?? { items: [] });
  return items.flatMap(({ spec: { csi, capacity, claimRef } }) =>
    csi === undefined
      ? []
      : {
          id: csi.volumeHandle,
          size: capacity.storage,
          claim: claimRef === undefined ? undefined : `${claimRef.namespace}/${claimRef.name}`,
        },
  );
}
