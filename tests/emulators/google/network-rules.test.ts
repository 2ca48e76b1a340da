import { emulated } from "./testing/emulated";
import { names, paths } from "./testing/small-project";

const current = emulated();

describe("A network", () => {
  test.each([
    ["a name of RFC 1035", { name: "Network" }, "Must be a match of regex"],
    ["a routing mode that there is", { routingConfig: { routingMode: "LOCAL" } }, "routingConfig.routingMode"],
    ["nothing that is not known", { subnets: [] }, 'Unknown name "subnets"'],
    [
      "nothing in its parts that is not known",
      { routingConfig: { mode: "GLOBAL" } },
      `Unknown name "mode" at 'routingConfig'`,
    ],
  ])("has %s", async (_rule, wrong, message) => {
    const refusal = await current().client.refused(`POST ${paths.networks}`, { name: "network", ...wrong });

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test("is made once", async () => {
    const { client, project } = current();
    await project.network();

    const refusal = await client.refused(`POST ${paths.networks}`, { name: "network" });

    expect(refusal).toMatchObject({ code: 409, errors: [{ reason: "alreadyExists" }] });
  });

  test.each([
    ["a subnetwork", `POST ${paths.subnetworks}`, { name: "nodes", ipCidrRange: "10.9.0.0/20" }],
    ["a router", `POST ${paths.routers}`, { name: "router" }],
    ["a firewall rule", `POST ${paths.firewalls}`, { name: "rule", denied: [{ IPProtocol: "all" }] }],
  ])("is kept by %s", async (_what, operation, settings) => {
    const { client, project } = current();
    await project.network();
    await client.must(operation, { ...settings, network: names.network });

    const refusal = await client.refused(`DELETE ${paths.networks}/network`);

    expect(refusal).toMatchObject({
      code: 400,
      message: expect.stringMatching(/is already being used by 'projects\/small-project\//) as string,
      errors: [{ reason: "resourceInUseByAnotherResource" }],
    });
    const path = `${operation.replace("POST ", "")}/${settings.name}`;
    await client.must(`DELETE ${path}`);
    expect(await client.must(`DELETE ${paths.networks}/network`)).toMatchObject({ status: "DONE" });
    expect(await client.refused(`GET ${paths.networks}/network`)).toMatchObject({ code: 404 });
  });

  test("is not there for others before it is made", async () => {
    const { client, emulator, project } = current();
    await emulator.setWaiting({ creating: { network: 600 } });
    await project.network();

    const refusal = await client.refused(`POST ${paths.subnetworks}`, project.subnetworkSettings());

    expect(refusal).toMatchObject({ code: 400, errors: [{ reason: "resourceNotReady" }] });
  });
});

describe("A subnetwork", () => {
  const range = (rangeName: string, ipCidrRange: string): object => ({
    secondaryIpRanges: [{ rangeName, ipCidrRange }],
  });

  test.each([
    [
      "a network that there is",
      { network: "global/networks/other" },
      "The referenced network resource cannot be found",
    ],
    ["a range that begins at its first address", { ipCidrRange: "10.0.0.1/20" }, "Must be a valid CIDR address range"],
    ["at least eight addresses", { ipCidrRange: "10.0.0.0/30" }, "Must be a valid CIDR address range"],
    ["no range that Google keeps for itself", { ipCidrRange: "169.254.0.0/20" }, "prohibited range 169.254.0.0/16"],
    ["ranges that have names", range("Pods", "10.4.0.0/14"), "secondaryIpRanges.rangeName"],
    ["ranges that do not overlap", range("pods", "10.0.8.0/21"), "conflicts with 10.0.0.0/20 of the same subnetwork"],
    ["the region of its path", { region: "projects/p/global/regions/us-east1" }, "Does not match the region"],
  ])("has %s", async (_rule, wrong, message) => {
    const { client, project } = current();
    await project.network();

    const refusal = await client.refused(`POST ${paths.subnetworks}`, project.subnetworkSettings(wrong));

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test.each([
    ["its own range", { ipCidrRange: "10.0.8.0/24", secondaryIpRanges: [] }],
    ["a range of pods", { ipCidrRange: "10.5.0.0/24", secondaryIpRanges: [] }],
    ["a range with another's pods", { ipCidrRange: "10.9.0.0/24", ...range("pods", "10.7.0.0/16") }],
  ])("does not share %s with another one of its network", async (_what, settings) => {
    const { client, project } = current();
    await project.subnetwork();
    const other = project.subnetworkSettings({ name: "other", ...settings });

    const refusal = await client.refused(`POST ${paths.subnetworks}`, other);

    expect(refusal.message).toContain("conflicts with existing subnetwork 'nodes' in region 'europe-west1'");
  });

  test("is in a region that there is, and is not changed before it is made", async () => {
    const { client, emulator, project } = current();
    await project.network();
    const elsewhere = paths.subnetworks.replace("europe-west1", "mars1");
    expect((await client.refused(`POST ${elsewhere}`, project.subnetworkSettings())).message).toContain(
      "Unknown region",
    );
    await emulator.setWaiting({ creating: { network: 600 } });
    await client.must(`POST ${paths.subnetworks}`, project.subnetworkSettings());

    const access = `POST ${paths.subnetworks}/nodes/setPrivateIpGoogleAccess`;

    expect(await client.refused(access, { privateIpGoogleAccess: true })).toMatchObject({
      errors: [{ reason: "resourceNotReady" }],
    });
  });

  test("can have the range of one in another network", async () => {
    const { client, project } = current();
    await project.subnetwork();
    await client.must(`POST ${paths.networks}`, { name: "other" });

    const settings = project.subnetworkSettings({ name: "twin", network: "global/networks/other" });

    expect(await client.must(`POST ${paths.subnetworks}`, settings)).toMatchObject({ status: "DONE" });
  });

  test("grows, and never shrinks", async () => {
    const { client, project } = current();
    await project.subnetwork();
    const expand = `POST ${paths.subnetworks}/nodes/expandIpCidrRange`;

    expect((await client.refused(expand, { ipCidrRange: "10.0.0.0/21" })).message).toContain(
      "must contain the original",
    );
    expect((await client.refused(expand, { ipCidrRange: "10.0.0.0/18" })).message).toContain("conflicts with");
    await client.must(expand, { ipCidrRange: "10.0.0.0/19" });

    const shown = await client.must(`GET ${paths.subnetworks}/nodes`);
    expect(shown).toMatchObject({ ipCidrRange: "10.0.0.0/19", gatewayAddress: "10.0.0.1" });
  });

  test("is only changed by who has read it", async () => {
    const { client, project } = current();
    await project.subnetwork();
    const { fingerprint } = await client.must<{ fingerprint: string }>(`GET ${paths.subnetworks}/nodes`);
    const patch = `PATCH ${paths.subnetworks}/nodes`;
    await client.must(patch, { fingerprint, logConfig: { enable: true } });

    const refusal = await client.refused(patch, { fingerprint, logConfig: { enable: false } });

    expect(refusal).toMatchObject({ code: 412, errors: [{ reason: "conditionNotMet" }] });
    expect(await client.must(`GET ${paths.subnetworks}/nodes`)).toMatchObject({ logConfig: { enable: true } });
  });

  test("is kept by a cluster, and so are the ranges that the cluster uses", async () => {
    const { client, project } = current();
    await project.cluster();
    const { fingerprint } = await client.must<{ fingerprint: string }>(`GET ${paths.subnetworks}/nodes`);

    const deletion = await client.refused(`DELETE ${paths.subnetworks}/nodes`);
    const otherPods = [
      { rangeName: "pods", ipCidrRange: "10.8.0.0/14" },
      { rangeName: "services", ipCidrRange: "10.0.32.0/20" },
    ];

    for (const secondaryIpRanges of [[], otherPods]) {
      const change = await client.refused(`PATCH ${paths.subnetworks}/nodes`, { fingerprint, secondaryIpRanges });
      expect(change.errors).toMatchObject([{ reason: "resourceInUseByAnotherResource" }]);
    }
    expect(deletion.message).toContain("'projects/small-project/locations/europe-west1-b/clusters/cluster'");
    await client.must(`DELETE ${paths.clusters}/cluster`);
    expect(await client.must(`DELETE ${paths.subnetworks}/nodes`)).toMatchObject({ status: "DONE" });
  });

  test("is kept by Cloud NAT that names it", async () => {
    const { client, project } = current();
    await project.subnetwork();
    await client.must(`POST ${paths.routers}`, { name: "router", network: names.network });
    const subnetworks = [{ name: names.subnetwork, sourceIpRangesToNat: ["ALL_IP_RANGES"] }];
    const nat = { name: "nat", natIpAllocateOption: "AUTO_ONLY", sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS" };
    await client.must(`PATCH ${paths.routers}/router`, { nats: [{ ...nat, subnetworks }] });

    const refusal = await client.refused(`DELETE ${paths.subnetworks}/nodes`);

    expect(refusal.message).toContain("'projects/small-project/regions/europe-west1/routers/router'");
    await client.must(`PATCH ${paths.routers}/router`, { nats: [] });
    expect(await client.must(`GET ${paths.routers}/router`)).not.toHaveProperty("nats");
    await client.must(`DELETE ${paths.subnetworks}/nodes`);
  });
});

describe("Cloud NAT", () => {
  const nat = { name: "nat", natIpAllocateOption: "AUTO_ONLY", sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS" };
  const all = { ...nat, sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES" };
  const listed = [{ name: names.subnetwork, sourceIpRangesToNat: ["ALL_IP_RANGES"] }];

  test.each([
    ["subnetworks when it is for some", nat, "subnetworks are to be listed"],
    ["no subnetworks when it is for all", { ...all, subnetworks: listed }, "subnetworks are to be listed"],
    [
      "subnetworks that there are",
      { ...nat, subnetworks: [{ ...listed[0], name: "regions/europe-west1/subnetworks/x" }] },
      "cannot be found",
    ],
    ["no addresses when Google chooses them", { ...all, natIps: ["203.0.113.9"] }, "nat_ips cannot be specified"],
    ["a name", { ...all, name: "NAT" }, "nats.name"],
  ])("has %s", async (_rule, settings, message) => {
    const { client, project } = current();
    await project.subnetwork();
    await client.must(`POST ${paths.routers}`, { name: "router", network: names.network });

    const refusal = await client.refused(`PATCH ${paths.routers}/router`, { nats: [settings] });

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });
});

describe("A firewall rule", () => {
  const denied = [{ IPProtocol: "all" }];

  test.each([
    ["either allows or denies", { allowed: denied }, "and not both"],
    ["allows or denies something", { denied: [] }, "either allowed or denied"],
    ["names sources by their addresses", { sourceRanges: ["everywhere"] }, "Must be a valid CIDR"],
    ["has no sources on the way out", { direction: "EGRESS", sourceRanges: ["0.0.0.0/0"] }, "direction EGRESS"],
    ["has a priority from 0 to 65535", { priority: 65_536 }, "priority"],
  ])("%s", async (_rule, wrong, message) => {
    const { client, project } = current();
    await project.network();

    const refusal = await client.refused(`POST ${paths.firewalls}`, {
      name: "rule",
      network: names.network,
      denied,
      ...wrong,
    });

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });
});
