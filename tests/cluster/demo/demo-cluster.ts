import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { LocalEnvironment } from "../../../environments/schema/environment";
import { People } from "../images/people";
import { TestCluster } from "../test-cluster";
import { clientsPath, demoImage } from "./demo-image";

const repository = "registry.example/addressbook";

/** Images of the demo: what is released before it begins, a good successor, and a bad one. */
export const images = {
  stable: `${repository}:1.0.0`,
  good: `${repository}:1.1.0`,
  bad: `${repository}:1.2.0`,
} as const;

/** A cluster with images and clients, as a local environment names it, and a kubeconfig for it in a file. */
export class DemoCluster {
  private readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  readonly kubeconfig = join(this.folder, "kubeconfig");

  private constructor(
    private readonly cluster: TestCluster,
    private readonly environment: LocalEnvironment,
  ) {
    // also when a second Ctrl-C ends it at once
    process.once("exit", () => {
      rmSync(this.folder, { recursive: true, force: true });
    });
    writeFileSync(this.kubeconfig, this.kubeconfigText(), { mode: 0o600 });
  }

  /** @param speed how many times as fast as real time it is */
  static async start(environment: LocalEnvironment, speed: number): Promise<DemoCluster> {
    const { namespace } = environment.service;
    // kubectl gives its token to no server without a certificate
    const cluster = await TestCluster.start({ https: true, scale: speed, namespaces: [namespace] });
    pushImages(cluster);
    const login = { DB_HOST: "database", DB_PORT: "5432", DB_SCHEMA: "demo", DB_USER: "demouser", DB_PASSWORD: "none" };
    const data = Object.entries(login).map(([name, value]) => [name, Buffer.from(value).toString("base64")]);
    cluster.store.create({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "db-params", namespace },
      type: "Opaque",
      data: Object.fromEntries(data) as Record<string, string>,
    });
    return new DemoCluster(cluster, environment);
  }

  get clock() {
    return this.cluster.clock;
  }

  /** Clients come, and go on until the end. */
  startTraffic(perSecond: number): void {
    const { name, namespace } = this.environment.service;
    this.cluster.traffic.start(`${namespace}/${name}-lb`, { perSecond, path: clientsPath });
  }

  /** What a person has done with a canary; undefined as long as it is there, or somebody is at work. */
  decision(image: string): "promoted" | "rolled back" | undefined {
    const { name, namespace } = this.environment.service;
    const { store } = this.cluster;
    if (this.isLocked() || store.get("Deployment", namespace, `${name}-canary`) !== undefined) return undefined;
    const stable = store.get("Deployment", namespace, `${name}-stable`);
    return JSON.stringify(stable?.["spec"]).includes(this.digest(image)) ? "promoted" : "rolled back";
  }

  /** Whether somebody is at work. */
  isLocked(): boolean {
    return this.cluster.store.list("Lease", this.environment.service.namespace).length > 0;
  }

  stop(): Promise<void> {
    return this.cluster.stop();
  }

  private digest(image: string): string {
    return this.cluster.images.find(image)?.digest ?? "";
  }

  /** With the context that commands for the environment look for. */
  private kubeconfigText(): string {
    const text = this.cluster.kubeconfig();
    const config = JSON.parse(text) as { contexts: { name: string }[]; "current-context": string };
    const { context } = this.environment.cluster;
    for (const each of config.contexts) each.name = context;
    return JSON.stringify({ ...config, "current-context": context });
  }
}

function pushImages({ images: registry }: TestCluster): void {
  const people = new People();
  registry.push(images.stable, demoImage({ version: "1.0.0", errorRate: 0.002 }, people));
  registry.push(images.good, demoImage({ version: "1.1.0", errorRate: 0.001 }, people));
  registry.push(images.bad, {
    ...demoImage({ version: "1.2.0", errorRate: 0.1 }, people),
    // after the verification: it is seen to fail, and then why
    memory: { mebibytes: 1024, afterMillis: 80_000 },
  });
  registry.push("postgres:17-bookworm", { port: 5432, steady: true });
}
