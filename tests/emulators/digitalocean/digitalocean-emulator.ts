import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { digitaloceanRegions } from "../../../environments/schema/catalogue/digitalocean";
import type { Emulator, Leftovers } from "../emulator";
import { Account, type AccountSettings, type ClusterEndpoint } from "./account";
import { Api } from "./api";
import { control } from "./control";
import { type DigitaloceanFault, Faults } from "./faults";
import { type DigitaloceanRequest, RequestLog } from "./request-log";
import type { RevocationProxy } from "./revocation-proxy";
import { type Exchange, listenerFor } from "./server";
import { addDefaultVpc } from "./vpcs";
import type { DigitaloceanWaiting } from "./waiting";

export interface DigitaloceanEmulatorOptions extends DigitaloceanWaiting, AccountSettings {
  /** @default 0 - any that is free */
  readonly port?: number | undefined;
  /** Is told of every request and its answer. @default - nobody */
  readonly observe?: ((exchange: Exchange) => void) | undefined;
}

/** DigitalOcean in this process. It has no access to the real one. */
export class DigitaloceanEmulator implements Emulator {
  /** Where it answers: `http://127.0.0.1:45123`. */
  readonly address: string;
  /** Resolved when it is no longer there. */
  readonly ended: Promise<void>;

  private proxy: Promise<RevocationProxy> | undefined;

  private constructor(
    private readonly server: Server,
    private readonly listener: RequestListener,
    private readonly faults: Faults,
    private readonly control: (operation: string, body: string) => unknown,
  ) {
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.ended = once(server, "close").then(() => undefined);
  }

  static async start(options: DigitaloceanEmulatorOptions = {}): Promise<DigitaloceanEmulator> {
    const { port = 0, observe, creating, updating, deleting, ...settings } = options;
    const account = new Account(settings);
    if (settings.freshAccount !== true) for (const region of digitaloceanRegions) addDefaultVpc(account, region);
    const faults = new Faults();
    const log = new RequestLog();
    const controlled = control(account, faults, log);
    const listener = listenerFor({ api: new Api(account), faults, log, control: controlled, observe });
    const server = createServer(listener);
    // longer than the provider waits from one look to the next: a connection must not be closed under a request
    server.keepAliveTimeout = 55_000;
    server.listen(port, "127.0.0.1");
    // throws what the port is refused with
    await once(server, "listening");
    const emulator = new DigitaloceanEmulator(server, listener, faults, controlled);
    await emulator.setWaiting({ creating, updating, deleting });
    return emulator;
  }

  /** What Terraform, CDKTF and doctl need, and what keeps them from any real account. */
  get environment(): Readonly<Record<string, string>> {
    return {
      DIGITALOCEAN_API_URL: this.address,
      DIGITALOCEAN_TOKEN: "emulated",
      // doctl reads this one, and the provider when there is no other
      DIGITALOCEAN_ACCESS_TOKEN: "emulated",
      NO_PROXY: "127.0.0.1",
    };
  }

  /**
   * What the provider needs besides, to destroy credentials of a registry: it revokes them at an address that cannot be
   * set, and breaks off when nobody answers there. Not part of `environment`, because no stack of ours has such
   * credentials, and because it leads all of HTTPS through a proxy.
   *
   * @param others what the proxy does with other hosts. @default "refused"
   */
  async revocationEnvironment(others: "refused" | "tunnelled" = "refused"): Promise<Readonly<Record<string, string>>> {
    // making a certificate takes a while, and few tests need one
    this.proxy ??= import("./revocation-proxy").then(({ RevocationProxy }) =>
      RevocationProxy.start(this.listener, others),
    );
    return (await this.proxy).environment;
  }

  async orderFault(fault: DigitaloceanFault): Promise<void> {
    await this.do("POST faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.do("DELETE faults");
  }

  /** What is not named stays as it is. */
  async setWaiting({ creating = {}, updating = {}, deleting = {} }: DigitaloceanWaiting): Promise<void> {
    await this.do("POST waiting", { creating, updating, deleting });
  }

  async requests(): Promise<readonly DigitaloceanRequest[]> {
    return (await this.do("GET requests")) as readonly DigitaloceanRequest[];
  }

  async clearRequests(): Promise<void> {
    await this.do("DELETE requests");
  }

  async refused(): Promise<readonly DigitaloceanRequest[]> {
    return (await this.do("GET refused")) as readonly DigitaloceanRequest[];
  }

  async leftovers(): Promise<Leftovers> {
    return (await this.do("GET leftovers")) as Leftovers;
  }

  /** Slugs of Kubernetes that new clusters can have, the newest first. */
  async kubernetesVersions(): Promise<readonly string[]> {
    return (await this.do("GET versions")) as readonly string[];
  }

  /**
   * Offers a patch of Kubernetes instead of the one before, or a minor version that was not offered.
   *
   * @param minor `1.36`
   * @param patch @default - the one after that which is offered now
   * @returns its slug
   */
  async publishPatch(minor: string, patch?: number): Promise<string> {
    return ((await this.do("POST versions", { minor, patch })) as { version: string }).version;
  }

  /** The weekly windows of all clusters: those that want it get the newest patch of their minor version. */
  async runMaintenance(): Promise<Readonly<Record<string, string>>> {
    return (await this.do("POST maintenance")) as Readonly<Record<string, string>>;
  }

  /** What a Service of type LoadBalancer would make. @param cluster its name or id */
  async leaveLoadBalancer(cluster: string): Promise<{ readonly id: string; readonly name: string }> {
    return (await this.do("POST load-balancers", { cluster })) as { id: string; name: string };
  }

  /** What a PersistentVolumeClaim would make. @param cluster its name or id */
  async leaveVolume(cluster: string): Promise<{ readonly id: string; readonly name: string }> {
    return (await this.do("POST volumes", { cluster })) as { id: string; name: string };
  }

  /** What a push of an image would make, when the plan has room for it. */
  async pushRepository(registry: string, name: string): Promise<void> {
    await this.do("POST repositories", { registry, name });
  }

  /** Where the API of all clusters answers from now on. */
  async setClusterEndpoint(to: ClusterEndpoint): Promise<void> {
    await this.do("POST cluster-endpoint", to);
  }

  async stop(): Promise<void> {
    this.faults.clear();
    await (await this.proxy)?.stop();
    this.server.close();
    this.server.closeAllConnections();
    await this.ended;
  }

  /** What the routes below /_emulator/ do. */
  private do(operation: string, body?: object): Promise<unknown> {
    return Promise.resolve(body === undefined ? "" : JSON.stringify(body)).then((text) =>
      this.control(operation, text),
    );
  }
}
