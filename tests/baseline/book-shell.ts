import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { begin } from "./metered-command";
import type { CountedCommand } from "./release-cost";
import type { CountingCluster } from "./release-tool";

/** The database as the book's pipelines have it: variables, which are written into the manifest. */
const database = {
  DB_HOST: "192.0.2.10",
  DB_PORT: "5432",
  DB_SCHEMA: "demo",
  DB_USER: "demouser",
  DB_PASSWORD: "not-a-secret",
  DB_SSL: "false",
};

/** The book's way: kubectl and envsubst, in the jobs of its pipelines. */
export class BookShell {
  private readonly home = mkdtempSync(join(tmpdir(), "addressbook-platform-"));

  constructor(private readonly cluster: CountingCluster) {
    writeFileSync(join(this.home, "kubeconfig"), cluster.kubeconfig, { mode: 0o600 });
  }

  /** Canary, test and migration, stable. */
  async release(image: string): Promise<CountedCommand[]> {
    return [
      await this.job("deploy-canary.sh", image),
      await this.job("test-canary.sh"),
      await this.job("deploy-stable.sh", image),
    ];
  }

  dispose(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  private async job(script: string, ...args: readonly string[]): Promise<CountedCommand> {
    const before = this.cluster.requests.length;
    const { PATH } = process.env;
    const metered = await begin({
      program: "sh",
      args: [join("tests/baseline/book", script), ...args],
      // kubectl keeps what it has learned of the API in the home folder
      env: { PATH, HOME: this.home, KUBECONFIG: join(this.home, "kubeconfig"), ...database },
    }).end;
    return { ...metered, requests: this.cluster.requests.slice(before) };
  }
}
