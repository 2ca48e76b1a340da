import type { ApiClient } from "./api-client";

const project = "small-project";
const compute = `/compute/v1/projects/${project}`;

/** Where the APIs have what tests make. */
export const paths = {
  networks: `${compute}/global/networks`,
  firewalls: `${compute}/global/firewalls`,
  subnetworks: `${compute}/regions/europe-west1/subnetworks`,
  routers: `${compute}/regions/europe-west1/routers`,
  addresses: `${compute}/regions/europe-west1/addresses`,
  forwardingRules: `${compute}/regions/europe-west1/forwardingRules`,
  clusters: `/container/v1/projects/${project}/locations/europe-west1-b/clusters`,
  regionalClusters: `/container/v1/projects/${project}/locations/europe-west1/clusters`,
  instances: `/sql/v1beta4/projects/${project}/instances`,
  serviceAccounts: `/iam/v1/projects/${project}/serviceAccounts`,
  pools: `/iam/v1/projects/${project}/locations/global/workloadIdentityPools`,
  roles: `/iam/v1/projects/${project}/roles`,
  project: `/cloudresourcemanager/v1/projects/${project}`,
  services: `/serviceusage/v1/projects/${project}/services`,
  repositories: `/artifactregistry/v1/projects/${project}/locations/europe-west1/repositories`,
  secrets: `/secretmanager/v1/projects/${project}/secrets`,
} as const;

/** Names by which things refer to each other. */
export const names = {
  network: `projects/${project}/global/networks/network`,
  subnetwork: `projects/${project}/regions/europe-west1/subnetworks/nodes`,
  address: `projects/${project}/regions/europe-west1/addresses/address`,
} as const;

/** What most tests need before the one thing that they are about. */
export class SmallProject {
  readonly id = project;

  constructor(private readonly client: ApiClient) {}

  async network(): Promise<void> {
    await this.client.must(`POST ${paths.networks}`, { name: "network", autoCreateSubnetworks: false });
  }

  subnetworkSettings(settings: object = {}): object {
    const secondaryIpRanges = [
      { rangeName: "pods", ipCidrRange: "10.4.0.0/14" },
      { rangeName: "services", ipCidrRange: "10.0.32.0/20" },
    ];
    return { name: "nodes", network: names.network, ipCidrRange: "10.0.0.0/20", secondaryIpRanges, ...settings };
  }

  /** With its network. */
  async subnetwork(): Promise<void> {
    await this.network();
    await this.client.must(`POST ${paths.subnetworks}`, this.subnetworkSettings());
  }

  clusterSettings(settings: object = {}): object {
    return {
      name: "cluster",
      network: names.network,
      subnetwork: names.subnetwork,
      initialNodeCount: 1,
      ipAllocationPolicy: {
        useIpAliases: true,
        clusterSecondaryRangeName: "pods",
        servicesSecondaryRangeName: "services",
      },
      releaseChannel: { channel: "REGULAR" },
      ...settings,
    };
  }

  /** With its network. */
  async cluster(settings: object = {}): Promise<void> {
    await this.subnetwork();
    await this.client.must(`POST ${paths.clusters}`, { cluster: this.clusterSettings(settings) });
  }

  nodePoolSettings(settings: object = {}): object {
    return {
      name: "nodes",
      initialNodeCount: 3,
      config: { machineType: "e2-medium" },
      management: { autoRepair: true, autoUpgrade: true },
      ...settings,
    };
  }

  instanceSettings(settings: object = {}, instance: object = {}): object {
    return {
      name: "instance",
      region: "europe-west1",
      databaseVersion: "POSTGRES_17",
      settings: {
        edition: "ENTERPRISE",
        tier: "db-f1-micro",
        ipConfiguration: { ipv4Enabled: false, pscConfig: { pscEnabled: true, allowedConsumerProjects: [project] } },
        backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true },
        ...settings,
      },
      ...instance,
    };
  }

  /** @returns where an endpoint leads to it */
  async instance(settings: object = {}): Promise<string> {
    await this.client.must(`POST ${paths.instances}`, this.instanceSettings(settings));
    const shown = await this.client.must<{ pscServiceAttachmentLink: string }>(`GET ${paths.instances}/instance`);
    return shown.pscServiceAttachmentLink;
  }

  /** An endpoint that leads to an instance, with everything around it. */
  async endpoint(): Promise<void> {
    await this.subnetwork();
    const target = await this.instance();
    const address = { name: "address", addressType: "INTERNAL", subnetwork: names.subnetwork };
    await this.client.must(`POST ${paths.addresses}`, address);
    await this.client.must(`POST ${paths.forwardingRules}`, this.ruleSettings(target));
  }

  ruleSettings(target: string, settings: object = {}): object {
    return { name: "rule", network: names.network, IPAddress: names.address, target, ...settings };
  }

  /** @returns its e-mail address */
  async serviceAccount(accountId = "account"): Promise<string> {
    return (await this.client.must<{ email: string }>(`POST ${paths.serviceAccounts}`, { accountId })).email;
  }
}
