import { stripVTControlCharacters } from "node:util";

import { TeardownFailure } from "../../teardown/failure";
import { renderPlan } from "../../teardown/report";
import { at } from "../support/at";
import { changedEnvironment } from "../support/changed-environment";
import { environment, minimal } from "../support/environments";
import { stackJson } from "../support/every-environment";
import type { CloudState, Thing } from "./fakes/cloud-state";
import { balancerService, example } from "./fakes/example-cloud";
import { FakeCloud } from "./fakes/fake-cloud";
import { runPredestroy } from "./fakes/run-predestroy";

/** Where continuous integration is, colours are switched on. */
const shown = (plan: Parameters<typeof renderPlan>[0]): string => stripVTControlCharacters(renderPlan(plan));

const demo = environment("minimal-digitalocean", minimal.digitalocean);
/** One whose protection was taken away, to be deleted. */
const production = environment("minimal-digitalocean", {
  ...minimal.digitalocean,
  profile: "production",
  state: { backend: "gcs", bucket: "team-state" },
  cluster: { ...minimal.digitalocean.cluster, deletionProtection: false },
  database: { deletionProtection: false },
  exceptions: { noDeletionProtection: "replaced by another environment" },
});

const name = "addressbook-minimal-digitalocean";
const again = "npm run predestroy -- --environment minimal-digitalocean";
const destroy = "npx cdktf destroy minimal-digitalocean";

const network = "5a4981aa-9653-4bd1-bef5-d6bff52042e4";
const clusterId = "bd5f5959-5e1e-4205-a714-a914373942af";
const vpc = (id: string, vpcName: string, more: object = {}): Thing => ({ id, name: vpcName, region: "fra1", ...more });
const balancer = (id: string, more: object = {}): Thing => ({ id, name: `a${id}`, vpc_uuid: network, ...more });

/** Everything that the environment itself has. */
const own = {
  vpcs: [vpc(network, name), vpc("vpc-other", "addressbook-another", { default: true })],
  clusters: [{ id: clusterId, name, vpc_uuid: network }],
  databases: [{ id: "db-own", name, private_network_uuid: network, connection: { password: "open-sesame" } }],
  droplets: [
    // of a pool that was added by hand, and of Terraform's
    { id: 1, name: "nodes-a", vpc_uuid: network, tags: ["k8s", `k8s:${clusterId}`] },
    {
      id: 2,
      name: "nodes-b",
      vpc_uuid: network,
      tags: ["k8s", "project:addressbook", "environment:minimal-digitalocean"],
    },
  ],
  balancers: [balancer("lb-1", { ip: "198.51.100.9", madeBy: clusterId, of: "addressbook-lb" })],
} satisfies CloudState["account"];

let cloud: FakeCloud;
function play(account: CloudState["account"] = own, change: Partial<CloudState> = {}, exists = true): void {
  cloud = new FakeCloud({
    ...example,
    objects: [{ ...balancerService }],
    account,
    ...change,
    cluster: { ...example.cluster, context: `do-fra1-${name}`, exists },
  });
}
afterEach(() => {
  cloud.dispose();
});

describe("The balancer of the cluster", () => {
  test("is waited for in production, where it outlives its Service", async () => {
    const [first] = own.balancers;
    play({ ...own, balancers: [{ ...first, of: "", lasts: 2500 }] });
    const { result, said } = await runPredestroy(cloud, production, { timeoutSeconds: 20 });

    expect(said).toContainEqual(expect.stringMatching(/^waiting {3}load balancer alb-1, 198\.51\.100\.9 /));
    expect(result).toMatchObject({ removed: ["Service addressbook/addressbook-lb"], foreign: [], next: [destroy] });
    expect(cloud.changes).toEqual(["delete /api/v1/namespaces/addressbook/services/addressbook-lb"]);
    expect(result.problem).toBeUndefined();
  });

  test.each<[string, boolean]>([
    ["when it stays", false],
    ["when the cluster is skipped", true],
  ])("is in the way of production %s", async (_when, skipCluster) => {
    play({ ...own, balancers: [{ ...own.balancers[0], of: "" }] });
    const { result } = await runPredestroy(cloud, production, { skipCluster, timeoutSeconds: 1 });

    expect(result.problem).toBe(
      "the VPC cannot be deleted as long as others use it (load balancer lb-1: alb-1, 198.51.100.9); " +
        "they are not touched, delete them yourself",
    );
    expect(cloud.changes).toEqual(skipCluster ? [] : ["delete /api/v1/namespaces/addressbook/services/addressbook-lb"]);
    expect(result.next).toEqual([skipCluster ? `${again} --skip-cluster` : again]);
  });

  test.each([false, true])(
    "is not in the way of a demo, whose destroy deletes it; skipped: %s",
    async (skipCluster) => {
      play({ ...own, balancers: [{ ...own.balancers[0], of: "" }] });
      const { result } = await runPredestroy(cloud, demo, { skipCluster });

      expect(result).toMatchObject({ foreign: [], next: [destroy] });
      expect(result.problem).toBeUndefined();
    },
  );

  test("is in the way of a demo, too, once the cluster that could delete it is gone", async () => {
    play({ ...own, clusters: [], droplets: own.droplets.slice(1) }, {}, false);
    const { result } = await runPredestroy(cloud, demo);

    expect(result).toMatchObject({ cluster: { state: "absent" }, foreign: [{ type: "load balancer", id: "lb-1" }] });
    expect(result.next).toEqual([again]);
  });
});

describe("What others put into the VPC", () => {
  const foreign = {
    droplets: [
      { id: 7, name: "jump-host", vpc_uuid: network, tags: ["team:shop"] },
      { id: 8, name: "node-of-another", vpc_uuid: network, tags: ["k8s", "k8s:another", "project:addressbook"] },
      { id: 9, name: "elsewhere", vpc_uuid: "vpc-other", tags: null },
    ],
    balancers: [balancer("lb-7"), balancer("lb-9", { vpc_uuid: "vpc-other" })],
    clusters: [
      { id: "k8s-7", name: "another", vpc_uuid: network },
      { id: "k8s-9", name: "elsewhere", vpc_uuid: "vpc-other" },
    ],
    databases: [
      { id: "db-7", name: "cache", private_network_uuid: network },
      { id: "db-9", name: "elsewhere" },
    ],
  };
  const both = (kind: keyof typeof foreign): Thing[] => [...own[kind], ...(foreign[kind] as Thing[])];

  test("is named, with whose it seems to be, and neither the environment's nor what is elsewhere", async () => {
    play({
      vpcs: own.vpcs,
      droplets: both("droplets"),
      balancers: both("balancers"),
      clusters: both("clusters"),
      databases: both("databases"),
    });
    const { result } = await runPredestroy(cloud, demo, { dryRun: true });

    expect(result.foreign).toEqual([
      { type: "Droplet", id: "7", owner: "jump-host, team:shop" },
      { type: "Droplet", id: "8", owner: "node-of-another, k8s, k8s:another, project:addressbook" },
      { type: "load balancer", id: "lb-7", owner: "alb-7" },
      { type: "Kubernetes cluster", id: "k8s-7", owner: "another" },
      { type: "database cluster", id: "db-7", owner: "cache" },
    ]);
    expect(result.problem).toContain("Droplet 7: jump-host, team:shop; Droplet 8");
    expect(cloud.changes).toEqual([]);
    expect(JSON.stringify(result)).not.toContain("open-sesame");
  });

  test("does not matter once the VPC is gone, and is not asked for", async () => {
    play({ ...foreign, vpcs: [vpc("vpc-other", "addressbook-another")] }, {}, false);
    const { result } = await runPredestroy(cloud, demo);

    expect(result).toMatchObject({ foreign: [], next: [destroy] });
    const asked = cloud.calls.map(({ args }) => args.slice(0, 2).join(" "));
    expect(new Set(asked)).toEqual(new Set(["kubernetes cluster", "vpcs list"]));
  });
});

describe("A VPC that has become the default of its region", () => {
  const isDefault = vpc(network, name, { default: true });

  test.each<[string, Thing[], string[]]>([
    ["where there is another one", [vpc("vpc-2", "other")], ["doctl vpcs update vpc-2 --default=true"]],
    [
      "where there is none",
      [vpc("vpc-2", "elsewhere", { region: "ams3" })],
      [
        "doctl vpcs create --name default-fra1 --region fra1",
        "doctl vpcs update ID --default=true  # the id that it prints",
      ],
    ],
  ])("is told, with the commands that make another one the default, %s", async (_where, others, remedies) => {
    const problem = `the VPC ${name} is the default of fra1, which DigitalOcean does not delete; make another one the default`;
    play({ ...own, vpcs: [...others, isDefault] });
    const looked = await runPredestroy(cloud, demo, { dryRun: true });

    expect(looked.result).toMatchObject({ problem, next: [...remedies, again, destroy] });
    expect(shown(looked.result)).toContain(`\n  keep      VPC ${name}: the default of fra1`);

    const { result } = await runPredestroy(cloud, demo);
    expect(result).toMatchObject({
      problem,
      next: [...remedies, again],
      removed: ["Service addressbook/addressbook-lb"],
    });
  });

  test("is no news when it is not", async () => {
    play();
    const { result } = await runPredestroy(cloud, demo, { dryRun: true });

    expect(result.problem).toBeUndefined();
    expect(shown(result)).not.toContain("default");
  });
});

test.each([demo, production])("the disks of $profile are lost or kept, as the stack has it", async (its) => {
  const volumes = [
    {
      spec: {
        capacity: { storage: "20Gi" },
        claimRef: { namespace: "team", name: "data" },
        csi: { volumeHandle: "v-1" },
      },
    },
  ];
  play(own, { volumes });
  const { result } = await runPredestroy(cloud, its, { dryRun: true });
  const cluster = stackJson(its).one("digitalocean_kubernetes_cluster");

  expect(result.losesVolumes).toBe(at(cluster, "destroy_all_associated_resources"));
  expect(shown(result)).toMatch(
    its === demo
      ? /what the destroy deletes, and Terraform does not tell:\n {2}lose {6}disk v-1 {2}20Gi {2}team\/data, and its snapshots$/m
      : /disks with data, which may stay and be billed:\n {2}keep {6}v-1 {2}20Gi {2}team\/data$/m,
  );
});

test.each([
  ["compute droplet list", "not to be seen", ""],
  [
    "compute load-balancer list",
    'GET https://api.digitalocean.com/v2/load_balancers: 403 (request "8f") You are not authorized',
    "; the token must have the scope to read them",
  ],
])("what `doctl %s` may not see is not taken for nothing", async (command, detail, advice) => {
  play(own, { refusals: { [`doctl ${command}`]: detail } });
  const error: unknown = await runPredestroy(cloud, demo).catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(TeardownFailure);
  expect((error as TeardownFailure).message).toBe(`\`doctl ${command}\` failed: ${detail}${advice}`);
  expect(cloud.changes).toEqual([]);
});

test("what doctl says for programs is read, too", async () => {
  play();
  const { programs, temporary } = cloud;
  // a cluster that goes away between two questions
  const late = {
    temporary,
    programs: {
      ...programs,
      run: (command: readonly string[], kubeconfig?: string) =>
        programs.run(
          command.map((word) =>
            command.includes("list-associated-resources") ? word.replace(clusterId, "gone") : word,
          ),
          kubeconfig,
        ),
    },
  };

  await expect(runPredestroy(late, demo)).rejects.toThrow(
    "`doctl kubernetes cluster list-associated-resources` failed: GET kubernetes cluster list-associated-resources gone: 404 The resource you requested could not be found.",
  );
});

test.each([
  ["is lost with all images when the stack made it", "create", own, "team-registry"],
  ["is not spoken of when the environment is gone", "create", {}, undefined],
  ["stays when it was there before", "use-existing", own, undefined],
] as const)("the registry of the account %s", async (_what, mode, account, lost) => {
  play(account);
  const its = changedEnvironment(demo, { registry: { mode } });
  const { result } = await runPredestroy(cloud, its, { dryRun: true });

  expect(result.registry).toBe(lost);
  expect(shown(result).includes("\n  lose      registry team-registry, and the images in it, also")).toBe(
    lost !== undefined,
  );
});
