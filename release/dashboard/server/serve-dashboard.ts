import type { AddressInfo } from "node:net";

import type { FastifyInstance } from "fastify";

import type { Outcome } from "../../commands/outcome";
import { wrongLine } from "../../request";
import type { Surroundings } from "../../session";
import { bundlePage } from "../page/bundle";
import { pageHtml } from "../page/page-html";
import { newToken } from "./access";
import { LiveDashboard, type LiveDashboardOptions } from "./live-dashboard";
import { pageServer } from "./page-server";

export interface ServeOptions extends LiveDashboardOptions {
  /** @default 0, any that is free */
  readonly port?: number;
  /** Told the address of the page as soon as there is something to see: who knows it may do all that the page can. */
  readonly onAddress: (address: string) => void;
}

/**
 * Serves the dashboard to the programs of this machine, until it is interrupted.
 *
 * @returns with another code than 0 when the cluster never answered
 * @throws {ValidationError} when the port is not free
 */
export async function serveDashboard(
  options: ServeOptions,
  surroundings: Omit<Surroundings, "output">,
): Promise<Outcome> {
  const { environment, port = 0, onAddress, onDefect } = options;
  const token = newToken();
  const dashboard = new LiveDashboard(options, surroundings);
  const html = pageHtml(`${environment.service.name} in ${environment.name}`);
  const server = pageServer(dashboard, { token, page: { html, ...(await bundlePage()) }, onDefect });
  try {
    const origin = await listen(server, port);
    return await dashboard.run(() => {
      onAddress(`${origin}/${token}/`);
    });
  } finally {
    dashboard.listeners.close();
    await server.close();
  }
}

const loopback = "127.0.0.1";

/** @returns `http://127.0.0.1:41234` */
async function listen(server: FastifyInstance, port: number): Promise<string> {
  try {
    await server.listen({ host: loopback, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    throw wrongLine({ path: "--port", rule: "must be a port that is free and may be listened on", got: port });
  }
  return `http://${loopback}:${(server.server.address() as AddressInfo).port}`;
}
