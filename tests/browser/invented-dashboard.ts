import type { AddressInfo } from "node:net";

import type { DashboardState, Decision, DecisionPlan, Sample, UserNote } from "../../release/dashboard/dashboard-state";
import { bundlePage } from "../../release/dashboard/page/bundle";
import { pageHtml } from "../../release/dashboard/page/page-html";
import type { Dashboard, Decided } from "../../release/dashboard/server/dashboard";
import { Listeners } from "../../release/dashboard/server/listeners";
import { pageServer } from "../../release/dashboard/server/page-server";
import type { PageFiles } from "../../release/dashboard/server/routes";
import { Refusal } from "../../release/dashboard/server/refusal";
import { plan } from "../release/dashboard/page/states";

export interface InventedOptions {
  /** The oldest first. @default - nothing has been measured */
  readonly samples?: readonly Sample[];
  /** @default - always the same, as if it had never been started anew */
  readonly token?: string;
  /** @default 0, any that is free */
  readonly port?: number;
}

/** Served as it is on a machine, without a cluster: it tells what it is given, and remembers what pages ask for. */
export class InventedDashboard implements Dashboard {
  readonly listeners = new Listeners();
  /** `promote {"image":"…"}` */
  readonly asked: string[] = [];
  /** What decisions and notes are answered with. @default - they are begun, and kept */
  refusal: string | undefined;

  /** That it listens on, or has listened on. */
  port = 0;
  private readonly server: ReturnType<typeof pageServer>;

  private constructor(
    readonly isReadOnly: boolean,
    page: PageFiles,
    private readonly token: string,
  ) {
    const onDefect = (error: unknown): void => {
      this.asked.push(`defect: ${String(error)}`);
    };
    this.server = pageServer(this, { token, page, onDefect });
  }

  static async serve(state: DashboardState, options: InventedOptions = {}): Promise<InventedDashboard> {
    const { samples = [], token = "invented", port = 0 } = options;
    const page = { html: pageHtml(`${state.service} in ${state.environment}`), ...(await bundlePage()) };
    const dashboard = new InventedDashboard(state.isReadOnly, page, token);
    for (const sample of samples) dashboard.listeners.tellSample(sample);
    dashboard.listeners.tellState(state);
    await dashboard.server.listen({ host: "127.0.0.1", port });
    dashboard.port = (dashboard.server.server.address() as AddressInfo).port;
    return dashboard;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}/${this.token}/`;
  }

  plan(command: Decision["command"]): Promise<DecisionPlan> {
    return Promise.resolve({ ...plan, command });
  }

  start(command: Decision["command"], decided: Decided): void {
    this.asked.push(`${command} ${JSON.stringify(decided)}`);
    if (this.refusal !== undefined) throw new Refusal(409, this.refusal);
  }

  async addNote(text: string): Promise<UserNote> {
    this.asked.push(`note ${text}`);
    if (this.refusal !== undefined) throw new Refusal(409, this.refusal);
    return Promise.resolve({ at: new Date(this.listeners.last?.at ?? 0).toISOString(), by: "jo", text });
  }

  async stop(): Promise<void> {
    this.listeners.close();
    await this.server.close();
  }
}
