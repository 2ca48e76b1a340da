import type { Resource } from "../resources";

/** What a write is to do, apart from the object. */
export interface WriteRequest {
  readonly resource: Resource;
  /** Undefined for what belongs to the cluster. */
  readonly namespace: string | undefined;
  /** Empty when the object is to tell it. */
  readonly name: string;
  readonly subresource?: "status" | "scale";
  /** Who the fields will belong to. */
  readonly fieldManager: string;
  readonly fieldValidation: string;
  readonly dryRun: boolean;
  /** Takes fields from others that own them; server-side apply only. */
  readonly force: boolean;
}

/** What a write answers. */
export interface Written {
  readonly status: number;
  readonly object: object;
  /** Said to the user in `Warning` headers. */
  readonly warnings: readonly string[];
}
