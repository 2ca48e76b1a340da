import { emulated } from "./testing/emulated";
import { paths } from "./testing/small-project";

const current = emulated();

const ranges = (pods: string, services: string): object => ({
  ipAllocationPolicy: { useIpAliases: true, clusterSecondaryRangeName: pods, servicesSecondaryRangeName: services },
});
const window = (recurrence: string, hours: number): object => ({
  maintenancePolicy: {
    window: {
      recurringWindow: {
        recurrence,
        window: {
          startTime: "2026-01-11T03:00:00Z",
          endTime: `2026-01-11T${String(3 + hours).padStart(2, "0")}:00:00Z`,
        },
      },
    },
  },
});
const controlPlane = (masterIpv4CidrBlock: string): object => ({ privateClusterConfig: { masterIpv4CidrBlock } });

describe("A cluster", () => {
  test.each([
    ["a name of at most 40 characters", { name: "c".repeat(41) }, "is invalid: at most 40 characters"],
    ["a network that there is", { network: "global/networks/none" }, "The referenced network resource cannot be found"],
    ["a subnetwork that there is", { subnetwork: "regions/europe-west1/subnetworks/none" }, "not found in region"],
    ["a node at first", { initialNodeCount: 0 }, "initial_node_count must be greater than zero"],
    ["a range of pods that there is", ranges("none", "services"), 'Pods secondary range "none" does not exist'],
    ["a range of Services that there is", ranges("pods", "none"), 'Services secondary range "none" does not exist'],
    ["two ranges", ranges("pods", "pods"), "is already used by another cluster"],
    ["not more than 256 pods a node", { defaultMaxPodsConstraint: { maxPodsPerNode: "300" } }, "between 8 and 256"],
    ["a /28 for the control plane", controlPlane("172.16.0.0/27"), "must be a private range of size /28"],
    ["a private network for the control plane", controlPlane("203.0.113.0/28"), "must be a private range"],
    ["no network of pods for the control plane", controlPlane("10.4.0.0/28"), "it conflicts with 10.4.0.0/14"],
    [
      "the project's own pool of identities",
      { workloadIdentityConfig: { workloadPool: "other.svc.id.goog" } },
      "Workload pool",
    ],
    [
      "no Calico beside Dataplane V2",
      { networkConfig: { datapathProvider: "ADVANCED_DATAPATH" }, networkPolicy: { enabled: true } },
      "DatapathProvider=ADVANCED_DATAPATH is not allowed",
    ],
    [
      "a way to its API",
      { controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: false } } },
      "At least one of the DNS endpoint and the IP endpoints",
    ],
    [
      "no allowed networks when there is no address",
      {
        controlPlaneEndpointsConfig: {
          dnsEndpointConfig: {},
          ipEndpointsConfig: { enabled: false, authorizedNetworksConfig: { enabled: true } },
        },
      },
      "cannot be enabled while the IP endpoints are disabled",
    ],
    [
      "maintenance of 48 hours in 32 days",
      window("FREQ=WEEKLY;BYDAY=SU", 8),
      "at least 48 hours in a 32-day rolling window",
    ],
    ["windows of four hours", window("FREQ=DAILY", 3), "at least 4 hours long"],
    ["a rule that there is for its window", window("FREQ=SOMETIMES", 12), "is invalid"],
    [
      "nodes of a type that there is",
      { nodeConfig: { machineType: "t3.medium" } },
      'Machine type "t3.medium" does not exist',
    ],
    ["disks of at least 10 GB", { nodeConfig: { diskSizeGb: 5 } }, "it must be between 10 and 65536"],
    [
      "an account of the project",
      { nodeConfig: { serviceAccount: "x@small-project.iam.gserviceaccount.com" } },
      "does not exist",
    ],
    [
      "a pool of identities when pods are to have one",
      { nodeConfig: { workloadMetadataConfig: { mode: "GKE_METADATA" } } },
      "with Workload Identity enabled",
    ],
    ["nothing that is not known", { version: "1.33" }, `Unknown name "version" at 'cluster'`],
    ["a channel that there is", { releaseChannel: { channel: "NIGHTLY" } }, "cluster.releaseChannel.channel"],
    ["zones of its region", { locations: ["us-east1-b"] }, 'Zone "us-east1-b" is not in the region'],
    ["its own zone among its zones", { locations: ["europe-west1-c"] }, "must be among its locations"],
  ])("has %s", async (_rule, wrong, message) => {
    const { client, project } = current();
    await project.subnetwork();

    const refusal = await client.refused(`POST ${paths.clusters}`, { cluster: project.clusterSettings(wrong) });

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test("takes twelve hours a week for maintenance, and eight hours on two days", async () => {
    const { client, project } = current();
    await project.cluster(window("FREQ=WEEKLY;BYDAY=SU", 12));

    const { maintenancePolicy } = await client.must<{ maintenancePolicy: { resourceVersion: string } }>(
      `GET ${paths.clusters}/cluster`,
    );
    const other = window("FREQ=WEEKLY;BYDAY=SU,WE", 8) as { maintenancePolicy: object };
    const changed = {
      maintenancePolicy: { ...other.maintenancePolicy, resourceVersion: maintenancePolicy.resourceVersion },
    };
    const set = `POST ${paths.clusters}/cluster:setMaintenancePolicy`;

    expect(await client.must(set, changed)).toMatchObject({ status: "DONE" });
    // what was read is no longer what is there
    expect(await client.refused(set, changed)).toMatchObject({ code: 409 });
  });

  test("does not share its Services with another one", async () => {
    const { client, project } = current();
    await project.cluster();

    const second = { cluster: project.clusterSettings({ name: "second" }) };

    expect((await client.refused(`POST ${paths.clusters}`, second)).message).toContain(
      "already used by another cluster",
    );
    expect(await client.refused(`POST ${paths.clusters}`, { cluster: project.clusterSettings() })).toMatchObject({
      code: 409,
      errors: [{ reason: "alreadyExists" }],
    });
  });

  test("does one thing after the other", async () => {
    const { client, emulator, project } = current();
    await emulator.setWaiting({ creating: { cluster: 600 } });
    await project.cluster();
    expect(await client.must(`GET ${paths.clusters}/cluster`)).toMatchObject({ status: "PROVISIONING" });

    const refusals = [
      await client.refused(`DELETE ${paths.clusters}/cluster`),
      await client.refused(`POST ${paths.clusters}/cluster/nodePools`, { nodePool: project.nodePoolSettings() }),
      await client.refused(`PUT ${paths.clusters}/cluster`, { update: { desiredShieldedNodes: { enabled: false } } }),
    ];

    for (const refusal of refusals)
      expect(refusal).toMatchObject({
        code: 400,
        status: "FAILED_PRECONDITION",
        message: expect.stringMatching(/^Cluster is running incompatible operation operation-/) as string,
        errors: [{ reason: "failedPrecondition" }],
      });
  });

  test("has one thing changed with each request", async () => {
    const { client, project } = current();
    await project.cluster();
    const update = (changes: object): Promise<{ message: string }> =>
      client.refused(`PUT ${paths.clusters}/cluster`, { update: changes });

    expect((await update({})).message).toBe("Must specify a field to update.");
    const two = { desiredShieldedNodes: { enabled: true }, desiredReleaseChannel: { channel: "RAPID" } };
    expect((await update(two)).message).toBe("Exactly one field can be updated at a time.");
    expect((await update({ desiredChannel: "RAPID" })).message).toContain(`Unknown name "desiredChannel" at 'update'`);
  });

  test.each([
    ["desiredReleaseChannel", { channel: "RAPID" }, { releaseChannel: { channel: "RAPID" } }],
    [
      "desiredGatewayApiConfig",
      { channel: "CHANNEL_STANDARD" },
      { networkConfig: { gatewayApiConfig: { channel: "CHANNEL_STANDARD" } } },
    ],
    [
      "desiredDefaultEnablePrivateNodes",
      true,
      { networkConfig: { defaultEnablePrivateNodes: true }, privateClusterConfig: { enablePrivateNodes: true } },
    ],
    ["desiredIntraNodeVisibilityConfig", { enabled: true }, { networkConfig: { enableIntraNodeVisibility: true } }],
    ["desiredCostManagementConfig", { enabled: true }, { costManagementConfig: { enabled: true } }],
    [
      "desiredControlPlaneEndpointsConfig",
      { dnsEndpointConfig: { allowExternalTraffic: true }, ipEndpointsConfig: { enabled: false } },
      { endpoint: expect.stringMatching(/^gke-.*\.europe-west1-b\.gke\.goog$/) as string },
    ],
  ])("has %s changed", async (field, value, expected) => {
    const { client, project } = current();
    await project.cluster();

    await client.must(`PUT ${paths.clusters}/cluster`, { update: { [field]: value } });

    expect(await client.must(`GET ${paths.clusters}/cluster`)).toMatchObject(expected);
  });

  test("has its labels changed by who has read them", async () => {
    const { client, project } = current();
    await project.cluster({ resourceLabels: { a: "b" } });
    const { labelFingerprint } = await client.must<{ labelFingerprint: string }>(`GET ${paths.clusters}/cluster`);
    const setLabels = `POST ${paths.clusters}/cluster:setResourceLabels`;
    await client.must(setLabels, { resourceLabels: { c: "d" }, labelFingerprint });

    expect(await client.refused(setLabels, { resourceLabels: {}, labelFingerprint })).toMatchObject({ code: 412 });
    expect(await client.must(`GET ${paths.clusters}/cluster`)).toMatchObject({ resourceLabels: { c: "d" } });
  });

  test.each([
    [
      "what the provider reads without asking whether it is there",
      { legacyAbac: {}, networkConfig: { network: expect.any(String) as string } },
    ],
    [
      "an address when it is to have one",
      {
        endpoint: expect.stringMatching(/^[\d.]+$/) as string,
        controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: true, enablePublicEndpoint: true } },
      },
    ],
    ["the ranges of its subnetwork", { clusterIpv4Cidr: "10.4.0.0/14", servicesIpv4Cidr: "10.0.32.0/20" }],
  ])("shows %s", async (_what, expected) => {
    const { client, project } = current();

    await project.cluster();

    expect(await client.must(`GET ${paths.clusters}/cluster`)).toMatchObject(expected);
  });

  test("shows where a test has its API", async () => {
    const { client, emulator, project } = current();
    await project.cluster();
    await emulator.setClusterEndpoint({ endpoint: "127.0.0.1:6443", certificateAuthority: "Q0E=" });

    expect(await client.must(`GET ${paths.clusters}/cluster`)).toMatchObject({
      endpoint: "127.0.0.1:6443",
      masterAuth: { clusterCaCertificate: "Q0E=" },
    });
  });
});

describe("An Autopilot cluster", () => {
  const autopilot = { autopilot: { enabled: true } };

  test.each([
    ["chooses pods per node", { defaultMaxPodsConstraint: { maxPodsPerNode: "110" } }, "should be either unset or 32"],
    ["has unshielded nodes", { shieldedNodes: { enabled: false } }, "Shielded nodes cannot be disabled"],
    ["has the old data plane", { networkConfig: { datapathProvider: "LEGACY_DATAPATH" } }, "must use DatapathProvider"],
    ["is out of all channels", { releaseChannel: { channel: "UNSPECIFIED" } }, "must be enrolled in a release channel"],
    ["is not measured", { monitoringConfig: { managedPrometheusConfig: {} } }, "Managed Prometheus"],
  ])("never %s", async (_rule, wrong, message) => {
    const { client, project } = current();
    await project.subnetwork();
    const cluster = project.clusterSettings({ ...autopilot, ...wrong });

    const refusal = await client.refused(`POST ${paths.regionalClusters}`, { cluster });

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test("is regional", async () => {
    const { client, project } = current();
    await project.subnetwork();
    const cluster = project.clusterSettings(autopilot);

    expect((await client.refused(`POST ${paths.clusters}`, { cluster })).message).toBe(
      "Autopilot clusters must be regional clusters.",
    );
    await client.must(`POST ${paths.regionalClusters}`, { cluster });

    expect(await client.must(`GET ${paths.regionalClusters}/cluster`)).toMatchObject({
      autopilot: { enabled: true },
      autoscaling: { enableNodeAutoprovisioning: true },
      networkConfig: { datapathProvider: "ADVANCED_DATAPATH" },
      locations: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
      verticalPodAutoscaling: { enabled: true },
    });
  });

  test("has no nodes of the user's choice", async () => {
    const { client, project } = current();
    await project.subnetwork();
    await client.must(`POST ${paths.regionalClusters}`, { cluster: project.clusterSettings(autopilot) });
    const pools = `${paths.regionalClusters}/cluster/nodePools`;

    const refusal = await client.refused(`POST ${pools}`, { nodePool: project.nodePoolSettings() });

    expect(refusal.message).toBe("Node pools of Autopilot clusters cannot be modified.");
  });
});
