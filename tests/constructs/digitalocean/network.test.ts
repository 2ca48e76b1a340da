import { Project } from "@cdktf/provider-digitalocean/lib/project";

import { DigitaloceanNetwork } from "../../../constructs/digitalocean/network";
import { at } from "../../support/at";
import { constructJson, dependencies } from "../../support/construct-json";

describe("DigitaloceanNetwork", () => {
  const json = constructJson(
    (stack) =>
      new DigitaloceanNetwork(stack, "network", {
        name: "team",
        region: "fra1",
        cidr: "10.30.0.0/20",
        outlivedBy: [new Project(stack, "project", { name: "team" })],
      }),
  );

  test("is a VPC with the addresses that it is given", () => {
    expect(json.only("digitalocean_vpc")).toMatchObject({ name: "team", region: "fra1", ip_range: "10.30.0.0/20" });
  });

  test("waits half an hour for its members to go, where the provider would give up after two minutes", () => {
    expect(json.only("digitalocean_vpc")).toHaveProperty("timeouts", { delete: "30m" });
  });

  test("is gone before what is to outlive it", () => {
    expect(dependencies(json.only("digitalocean_vpc"))).toEqual(["digitalocean_project.project"]);
  });

  test("warns, with the way out, once it is the default of its region, which DigitalOcean does not delete", () => {
    expect(at(json.json, "check", "network_can_be_deleted", "assert")).toEqual([
      {
        condition: "${!digitalocean_vpc.network_vpc.default}",
        error_message: expect.stringContaining(
          "`doctl vpcs create --name default-fra1 --region fra1`, `doctl vpcs update ID --default=true`",
        ) as unknown,
      },
    ]);
  });

  test("says that nodes have public addresses", () => {
    expect(json.built.traffic).toMatch(/^nodes have public addresses behind DigitalOcean's firewall/);
  });
});
