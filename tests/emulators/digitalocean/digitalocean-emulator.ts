import { digitaloceanRegions } from "../../../environments/schema/catalogue/digitalocean";
import { type Exchange, listenerFor, type Parts } from "../http/api-server";
import { Faults } from "../http/faults";
import { HttpEmulator, listening } from "../http/http-emulator";
import { RequestLog } from "../http/request-log";
import { Account, type AccountSettings, type ClusterEndpoint } from "./account";
import { DigitaloceanApi } from "./api";
import { control } from "./control";
import type { RevocationProxy } from "./revocation-proxy";
import { addDefaultVpc } from "./vpcs";
import type { DigitaloceanWaiting } from "./waiting";

export interface DigitaloceanEmulatorOptions extends DigitaloceanWaiting, AccountSettings {
  /** @default 0 - any that is free */
  readonly port?: number | undefined;
  /** Is told of every request and its answer. @default - nobody */
  readonly observe?: ((exchange: Exchange) => void) | undefined;
}

/** DigitalOcean in this process. It has no access to the real one. */
export class DigitaloceanEmulator extends HttpEmulator<DigitaloceanWaiting> {
  private proxy: Promise<RevocationProxy> | undefined;

  static async start(options: DigitaloceanEmulatorOptions = {}): Promise<DigitaloceanEmulator> {
    const { port = 0, observe, creating, updating, deleting, ...settings } = options;
    const account = new Account(settings);
    if (settings.freshAccount !== true) for (const region of digitaloceanRegions) addDefaultVpc(account, region);
    const [faults, log] = [new Faults(), new RequestLog()];
    const api = new DigitaloceanApi(account);
    const parts: Parts = { api, faults, log, control: control(account, faults, log), observe };
    const emulator = new DigitaloceanEmulator(await listening(parts, port), parts);
    await emulator.setWaiting({ creating, updating, deleting });
    return emulator;
  }

  /** What Terraform, CDKTF and doctl need, and what keeps them from any real account. */
  override get environment(): Readonly<Record<string, string>> {
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
      RevocationProxy.start(listenerFor(this.parts), others),
    );
    return (await this.proxy).environment;
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

  override async stop(): Promise<void> {
    await (await this.proxy)?.stop();
    await super.stop();
  }
}
