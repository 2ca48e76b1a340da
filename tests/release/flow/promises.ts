import type { StoredObject } from "../../cluster/store";
import type { Stage } from "./stage";

const notePrefix = "addressbook-platform/";

/** What a release promises of every moment, looked at with every change of the cluster. */
export class Promises {
  /** What was not kept, in words. */
  readonly broken: string[] = [];
  private readonly proven = new Set<string>();
  private lowest = Infinity;
  private isServing = false;

  /** @param secret a text that only Secrets may have in them */
  constructor(
    private readonly stage: Stage,
    private readonly secret = "correct-horse-battery-staple",
  ) {
    const { store } = stage.cluster;
    store.modify("Secret", "addressbook", "db-params", ({ data }) => {
      (data as Record<string, string>)["DB_PASSWORD"] = Buffer.from(secret).toString("base64");
    });
    for (const pod of stage.pods("stable")) this.proven.add(digestOf(pod));
    this.count();
    store.subscribe(({ type, object }) => {
      if (type !== "DELETED") this.look(object);
    });
  }

  /** The least number of ready pods behind the Service since there was a stable. */
  get least(): number {
    return this.lowest;
  }

  private look(object: StoredObject): void {
    if (object.kind === "EndpointSlice") this.count();
    if (object.kind === "Deployment") this.notice(object);
    if (object.kind === "Pod" && object.metadata.labels?.["deployment"] === "addressbook-stable") this.compare();
    if (object.kind === "Secret") return;
    const text = JSON.stringify(object);
    if ([this.secret, Buffer.from(this.secret).toString("base64")].some((form) => text.includes(form)))
      this.broken.push(`the secret is in ${object.kind}/${object.metadata.name}`);
  }

  private count(): void {
    const ready = this.stage.cluster.readyPods("addressbook/addressbook-lb").length;
    const { minimumPods } = this.stage.environment.service;
    this.isServing ||= ready >= minimumPods && this.stage.deployment("stable") !== undefined;
    if (!this.isServing) return;
    this.lowest = Math.min(this.lowest, ready);
    if (ready < minimumPods) this.broken.push(`${ready} pods are ready, and ${minimumPods} must be`);
  }

  private notice({ metadata: { annotations = {} } }: StoredObject): void {
    const image = annotations[`${notePrefix}proven-image`];
    if (image !== undefined && annotations[`${notePrefix}verdict`] === "pass")
      this.proven.add(image.split("@")[1] ?? "");
  }

  private compare(): void {
    const digests = new Set(this.stage.pods("stable").map(digestOf));
    if (digests.size > 2) this.broken.push(`stable has pods of ${digests.size} images`);
    for (const digest of digests) if (!this.proven.has(digest)) this.broken.push(`stable has a pod of ${digest}`);
  }
}

/** Of the image that a pod is to run; the tag where it has none. */
function digestOf({ spec }: StoredObject): string {
  const { image } = (spec as { containers: { image: string }[] }).containers[0] ?? { image: "" };
  return image.split("@")[1] ?? image;
}
