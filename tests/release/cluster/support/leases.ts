import type { Lease } from "../../../../release/cluster/objects";
import { type Act, json, refuses } from "./scripted-api";

/** The Leases of a namespace, with the conflicts that the API has. */
export class Leases {
  readonly kept = new Map<string, Lease>();
  private version = 100;
  private uid = 0;

  /** @param now of the server */
  constructor(private readonly now: () => number) {}

  readonly act: Act = (response, asked) => {
    const name = asked.path.split("/leases/")[1]?.split("?")[0] ?? "";
    const body = (asked.body === "" ? {} : JSON.parse(asked.body)) as Lease & { preconditions?: Lease["metadata"] };
    const [status, object] = this.answer(asked.method, name, body);
    const date = { Date: new Date(this.now()).toUTCString() };
    if (status >= 400) refuses(status, status === 404 ? "NotFound" : "Conflict", "", date)(response, asked);
    else json(status, object, date)(response, asked);
  };

  keep(lease: Lease): Lease {
    const name = lease.metadata?.name ?? "";
    const uid = this.kept.get(name)?.metadata?.uid ?? `uid-${++this.uid}`;
    const kept = { ...lease, metadata: { ...lease.metadata, uid, resourceVersion: String(++this.version) } } as Lease;
    this.kept.set(name, kept);
    return kept;
  }

  private answer(method: string, name: string, body: Lease & { preconditions?: Lease["metadata"] }): [number, unknown] {
    const present = this.kept.get(name);
    if (method === "POST") return this.kept.has(body.metadata?.name ?? "") ? [409, undefined] : [201, this.keep(body)];
    if (present === undefined) return [404, undefined];
    if (method === "GET") return [200, present];
    const wanted = method === "PUT" ? body.metadata : body.preconditions;
    const differs = (field: "uid" | "resourceVersion"): boolean =>
      wanted?.[field] !== undefined && wanted[field] !== present.metadata?.[field];
    if (differs("uid") || differs("resourceVersion")) return [409, undefined];
    if (method === "PUT") return [200, this.keep(body)];
    this.kept.delete(name);
    return [200, {}];
  }
}
