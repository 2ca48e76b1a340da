import { estimateCost } from "../../report/cost";
import { environment, minimal } from "../support/environments";
import { terraformJson } from "../support/terraform-json";
import type { CloudEnvironment } from "../../environments/schema/environment";

/** The estimate for an environment's synthesized resources. */
function cost(candidate: CloudEnvironment) {
  const { resource } = terraformJson(candidate).json as { resource: Record<string, Record<string, unknown>> };
  const resources = Object.fromEntries(Object.entries(resource).map(([type, all]) => [type, Object.values(all)]));
  return estimateCost(candidate, resources);
}

const lines = (candidate: CloudEnvironment) =>
  cost(candidate).lines.map(({ what, count, usd }) => `${count} × ${what} = ${usd.toFixed(2)}`);

test("a demo on AWS", () => {
  expect(lines(environment("demo", minimal.aws))).toEqual([
    "1 × EKS control plane = 73.00",
    "3 × t3.medium = 91.10",
    "90 × GiB of disk of the nodes = 7.20",
    "1 × NAT gateway = 32.85",
    "4 × public address of NAT and balancer = 14.60",
    "1 × network load balancer = 16.43",
    "1 × db.t4g.micro = 11.68",
    "20 × GiB of database storage = 2.30",
    "2 × secret = 0.80",
  ]);
});

test("a demo on Google Cloud has the credit for its zonal cluster, a regional one has not", () => {
  expect(lines(environment("demo", minimal.google))).toEqual([
    "1 × GKE control plane = 73.00",
    "1 × credit for the first zonal cluster = -73.00",
    "3 × e2-medium = 73.38",
    "90 × GiB of disk of the nodes = 9.00",
    "3 × Cloud NAT, by node = 3.07",
    "1 × address of Cloud NAT = 3.65",
    "1 × load balancer = 18.25",
    "1 × endpoint of the database = 7.30",
    "1 × db-f1-micro = 7.67",
    "10 × GiB of database storage = 1.70",
    "2 × secret = 0.12",
  ]);
  const regional = environment("demo", { ...minimal.google, cluster: { regional: true } });
  expect(lines(regional)).not.toContain("1 × credit for the first zonal cluster = -73.00");
  expect(lines(regional)).toContain("3 × e2-medium = 73.38");
});

test("Autopilot on Google Cloud bills what the service's pods ask for, and no nodes", () => {
  const autopilot = environment("demo", { ...minimal.google, cluster: { autopilot: true } });
  expect(lines(autopilot).slice(0, 5)).toEqual([
    "1 × GKE control plane = 73.00",
    "1 × credit for the first Autopilot cluster = -73.00",
    "0.4 × processor that 4 pods ask for = 12.99",
    "0.5 × GiB of memory that 4 pods ask for = 1.80",
    "3 × Cloud NAT, by node = 3.07",
  ]);
  expect(cost(autopilot).lines.map(({ what }) => what)).not.toContain("GiB of disk of the nodes");

  // what is raised is billed as it is raised
  const resources = { cpuRequest: "10m", memoryRequest: "1Mi", cpuLimit: "1", memoryLimit: "1Gi" };
  const small = environment("demo", { ...minimal.google, cluster: { autopilot: true }, service: { resources } });
  expect(lines(small)).toContain("0.2 × processor that 4 pods ask for = 6.50");
  expect(lines(small)).toContain("0.2 × GiB of memory that 4 pods ask for = 0.72");
});

test("a demo on DigitalOcean, and a registry that is paid for already", () => {
  const own = environment("demo", minimal.digitalocean);
  expect(lines(own)).toEqual([
    "3 × s-2vcpu-2gb = 54.00",
    "1 × network load balancer = 15.00",
    "1 × db-s-1vcpu-1gb = 15.15",
    "1 × registry, starter = 0.00",
  ]);
  const existing = environment("demo", {
    ...minimal.digitalocean,
    registry: { name: "team-registry", mode: "use-existing" },
  });
  expect(lines(existing)).toHaveLength(3);
});

test("nodes without the internet on AWS pay for endpoints in each zone instead of for a gateway", () => {
  const without = (zones: number) =>
    lines(environment("demo", { ...minimal.aws, network: { cidr: "10.20.0.0/16", nat: "none", zones } }));
  const { lines: listed } = cost(environment("demo", minimal.aws));
  expect(listed.map(({ what }) => what)).not.toContain("endpoint of an AWS service, per zone");

  // seven services; that of S3 is free
  expect(without(3)).toContain("21 × endpoint of an AWS service, per zone = 153.30");
  expect(without(2)).toContain("14 × endpoint of an AWS service, per zone = 102.20");
  expect(without(3).filter((line) => line.includes("NAT gateway"))).toEqual([]);
  // those of the balancer
  expect(without(3)).toContain("3 × public address of NAT and balancer = 10.95");
});

test.each([
  ["network.nat", { ...minimal.aws, network: { cidr: "10.20.0.0/16", nat: "none" } }, 21 * 7.3 - 32.85 - 3.65],
  ["network.nat", { ...minimal.aws, network: { cidr: "10.20.0.0/16", nat: "per-zone" } }, 2 * 32.85 + 2 * 3.65],
  ["database.highlyAvailable", { ...minimal.aws, database: { highlyAvailable: true } }, 11.68 + 2.3],
  ["cluster.customerKey", { ...minimal.aws, cluster: { ...minimal.aws.cluster, customerKey: true } }, 1],
  ["cluster.nodeCount", { ...minimal.aws, cluster: { ...minimal.aws.cluster, nodeCount: 4 } }, 30.37 + 2.4],
] as const)("the switch %s costs what it costs", (setting, input, difference) => {
  const before = cost(environment("demo", minimal.aws));
  const after = cost(environment("demo", input));

  expect(after.total - before.total).toBeCloseTo(difference, 1);
  const changed = after.lines.filter(
    ({ what, usd }) => !before.lines.some((line) => line.what === what && line.usd === usd),
  );
  expect(changed.flatMap(({ settings }) => settings)).toContain(setting);
});

test("the total is the sum of its lines, and every price has a page where it can be checked", () => {
  const estimate = cost(
    environment("demo", { ...minimal.aws, profile: "production", state: { backend: "gcs", bucket: "team-state" } }),
  );

  expect(estimate.total).toBeCloseTo(
    estimate.lines.reduce((sum, { usd }) => sum + usd, 0),
    2,
  );
  expect(estimate.pages.every((page) => page.startsWith("https://"))).toBe(true);
  expect(estimate.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
});
