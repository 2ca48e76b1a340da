import { DigitaloceanNetwork } from "../../../constructs/digitalocean/network";
import { constructJson } from "../../support/construct-json";

describe("DigitaloceanNetwork", () => {
  const json = constructJson(
    (stack) => new DigitaloceanNetwork(stack, "network", { name: "team", region: "fra1", cidr: "10.30.0.0/20" }),
  );

  test("is a VPC with the addresses that it is given", () => {
    expect(json.only("digitalocean_vpc")).toMatchObject({ name: "team", region: "fra1", ip_range: "10.30.0.0/20" });
  });

  test("waits half an hour for its members to go, where the provider would give up after two minutes", () => {
    expect(json.only("digitalocean_vpc")).toHaveProperty("timeouts", { delete: "30m" });
  });

  test("says that nodes have public addresses", () => {
    expect(json.built.traffic).toMatch(/^nodes have public addresses behind DigitalOcean's firewall/);
  });
});
