import { emulated } from "./testing/emulated";
import { names, paths } from "./testing/small-project";

const current = emulated();

/** An endpoint of Private Service Connect is an address, and a forwarding rule that leads from there to an instance. */
describe("An endpoint", () => {
  test("has the next address of its subnetwork, and is let in", async () => {
    const { client, project } = current();

    await project.endpoint();

    expect(await client.must(`GET ${paths.forwardingRules}/rule`)).toMatchObject({
      IPAddress: "10.0.0.2",
      loadBalancingScheme: "",
      pscConnectionStatus: "ACCEPTED",
    });
    expect(await client.must(`GET ${paths.addresses}/address`)).toMatchObject({
      address: "10.0.0.2",
      status: "IN_USE",
      users: [expect.stringMatching(/forwardingRules\/rule$/)],
    });
  });

  test.each([
    ["another project's", ["other-project"], "PENDING"],
    ["its own project's", ["small-project"], "ACCEPTED"],
  ])("waits at an instance that lets in %s", async (_whose, allowedConsumerProjects, status) => {
    const { client, project } = current();
    await project.subnetwork();
    const ipConfiguration = { ipv4Enabled: false, pscConfig: { pscEnabled: true, allowedConsumerProjects } };
    const target = await project.instance({ ipConfiguration });
    await client.must(`POST ${paths.addresses}`, {
      name: "address",
      addressType: "INTERNAL",
      subnetwork: names.subnetwork,
    });

    await client.must(`POST ${paths.forwardingRules}`, project.ruleSettings(target));

    expect(await client.must(`GET ${paths.forwardingRules}/rule`)).toMatchObject({ pscConnectionStatus: status });
  });

  test.each([
    [
      "an instance that there is",
      { target: "projects/x/regions/europe-west1/serviceAttachments/none" },
      "service attachment",
    ],
    [
      "a network that there is",
      { network: "global/networks/other" },
      "The referenced network resource cannot be found",
    ],
    [
      "an address that there is",
      { IPAddress: "regions/europe-west1/addresses/none" },
      "address resource was not found",
    ],
    ["an address that is free", { IPAddress: names.address }, "is already being used by"],
    ["no labels at first", { labels: { a: "b" } }, "labels"],
  ])("has %s", async (_rule, wrong, message) => {
    const { client, project } = current();
    await project.endpoint();
    const { target } = await client.must<{ target: string }>(`GET ${paths.forwardingRules}/rule`);

    const refusal = await client.refused(
      `POST ${paths.forwardingRules}`,
      project.ruleSettings(target, { name: "other", ...wrong }),
    );

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test("is in the network of its address", async () => {
    const { client, project } = current();
    await project.endpoint();
    await client.must(`POST ${paths.networks}`, { name: "other" });
    const { target } = await client.must<{ target: string }>(`GET ${paths.forwardingRules}/rule`);
    const settings = project.ruleSettings(target, { name: "second", network: "global/networks/other" });

    const refusal = await client.refused(`POST ${paths.forwardingRules}`, settings);

    expect(refusal.message).toContain("not in the network of the forwarding rule");
  });

  test("keeps its address and its network", async () => {
    const { client, project } = current();
    await project.endpoint();

    const address = await client.refused(`DELETE ${paths.addresses}/address`);
    const subnetwork = await client.refused(`DELETE ${paths.subnetworks}/nodes`);

    expect(address.message).toContain("forwardingRules/rule'");
    expect(subnetwork.message).toContain("addresses/address'");
    await client.must(`DELETE ${paths.forwardingRules}/rule`);
    expect(await client.must(`GET ${paths.addresses}/address`)).toMatchObject({ status: "RESERVED" });
    await client.must(`DELETE ${paths.addresses}/address`);
    await client.must(`DELETE ${paths.subnetworks}/nodes`);
    expect(await client.must(`DELETE ${paths.networks}/network`)).toMatchObject({ status: "DONE" });
  });

  test("leads to one instance for ever, and is closed when that is gone", async () => {
    const { client, project } = current();
    await project.endpoint();

    const refusal = await client.refused(`POST ${paths.forwardingRules}/rule/setTarget`, { target: "other" });
    expect(refusal.message).toContain("cannot be changed");

    await client.must(`DELETE ${paths.instances}/instance`);
    expect(await client.must(`GET ${paths.forwardingRules}/rule`)).toMatchObject({ pscConnectionStatus: "CLOSED" });
  });

  test("gets its labels from who has read it", async () => {
    const { client, project } = current();
    await project.endpoint();
    const setLabels = `POST ${paths.forwardingRules}/rule/setLabels`;
    const { labelFingerprint } = await client.must<{ labelFingerprint: string }>(`GET ${paths.forwardingRules}/rule`);
    await client.must(setLabels, { labels: { a: "b" }, labelFingerprint });

    const refusal = await client.refused(setLabels, { labels: {}, labelFingerprint });

    expect(refusal.code).toBe(412);
    expect(await client.must(`GET ${paths.forwardingRules}/rule`)).toMatchObject({ labels: { a: "b" } });
  });
});

describe("An address", () => {
  const address = { name: "second", addressType: "INTERNAL", subnetwork: names.subnetwork };

  test.each([
    ["is in its subnetwork", { address: "10.9.0.5" }, "must be within the range of the subnetwork"],
    ["is nobody else's", { address: "10.0.0.2" }, "already reserved"],
    ["is in a subnetwork that there is", { subnetwork: "regions/europe-west1/subnetworks/none" }, "cannot be found"],
    ["is private", { addressType: "EXTERNAL" }, "addressType"],
  ])("%s", async (_rule, wrong, message) => {
    const { client, project } = current();
    await project.endpoint();

    const refusal = await client.refused(`POST ${paths.addresses}`, { ...address, ...wrong });

    expect(refusal).toMatchObject({ code: 400, message: expect.stringContaining(message) as string });
  });

  test("is refused when none is left: Google keeps four of each subnetwork", async () => {
    const { client, project } = current();
    await project.network();
    const small = project.subnetworkSettings({ ipCidrRange: "10.0.0.0/29", secondaryIpRanges: [] });
    await client.must(`POST ${paths.subnetworks}`, small);
    for (const name of ["a", "b", "c", "d"]) await client.must(`POST ${paths.addresses}`, { ...address, name });

    const refusal = await client.refused(`POST ${paths.addresses}`, { ...address, name: "e" });

    expect(refusal.message).toContain("is exhausted");
  });

  test("is not made before its subnetwork is", async () => {
    const { client, emulator, project } = current();
    await project.network();
    await emulator.setWaiting({ creating: { network: 600 } });
    await client.must(`POST ${paths.subnetworks}`, project.subnetworkSettings());

    const refusal = await client.refused(`POST ${paths.addresses}`, address);

    expect(refusal).toMatchObject({ errors: [{ reason: "resourceNotReady" }] });
  });

  test("gets its labels from who has read it", async () => {
    const { client, project } = current();
    await project.endpoint();
    const setLabels = `POST ${paths.addresses}/address/setLabels`;
    const { labelFingerprint } = await client.must<{ labelFingerprint: string }>(`GET ${paths.addresses}/address`);
    await client.must(setLabels, { labels: { a: "b" }, labelFingerprint });

    expect(await client.refused(setLabels, { labels: {}, labelFingerprint })).toMatchObject({ code: 412 });
    expect(await client.must(`GET ${paths.addresses}/address`)).toMatchObject({ labels: { a: "b" } });
  });
});
