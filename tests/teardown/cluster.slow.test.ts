import { kubeconfigCommand } from "../../environments/schema/access-commands";
import { type CloudEnvironment } from "../../environments/schema/environment";
import { TeardownFailure } from "../../teardown/failure";
import { environment, minimal } from "../support/environments";
import { changedEnvironment } from "../support/changed-environment";
import type { CloudState, KubernetesObject } from "./fakes/cloud-state";
import { balancerService, example, gatewaysPath, ingressesPath, object, servicesPath } from "./fakes/example-cloud";
import { FakeCloud } from "./fakes/fake-cloud";
import { runPredestroy } from "./fakes/run-predestroy";

const aws = environment("minimal-aws", minimal.aws);
const google = environment("minimal-google", minimal.google);
const digitalocean = environment("minimal-digitalocean", minimal.digitalocean);

/** What each cloud's program calls the cluster in the kubeconfig. */
const contexts: Readonly<Record<string, string>> = {
  "minimal-aws": example.cluster.context,
  "minimal-google": "gke_team-project_europe-west1-b_addressbook-minimal-google",
  "minimal-digitalocean": "do-fra1-addressbook-minimal-digitalocean",
};

let cloud: FakeCloud;
/** The cluster of an environment, with one Service; on AWS with nothing else in the account. */
function play(
  { name }: CloudEnvironment,
  change: Partial<CloudState> = {},
  cluster: Partial<CloudState["cluster"]> = {},
): void {
  const { Vpcs = [] } = example.account;
  cloud = new FakeCloud({
    ...example,
    objects: [{ ...balancerService }],
    account: { Vpcs },
    ...change,
    cluster: { ...example.cluster, context: contexts[name] ?? "", ...cluster },
  });
}
afterEach(() => {
  cloud.dispose();
});

const deletedService = "delete /api/v1/namespaces/addressbook/services/addressbook-lb";

/** Why it could not be done, and what it says to type next. */
async function failure(of: CloudEnvironment): Promise<{ message: string; next: readonly string[] }> {
  const error: unknown = await runPredestroy(cloud, of).catch((thrown: unknown) => thrown);
  if (!(error instanceof TeardownFailure)) throw new Error("it did not fail");
  return { message: error.message, next: error.next };
}

describe.each([aws, google, digitalocean])("The cluster of $name", (own) => {
  test("is reached with its own command and a kubeconfig of its own, which is gone afterwards", async () => {
    play(own);
    const { result } = await runPredestroy(cloud, own);
    const logins = cloud.calls.filter(({ args }) => /update-kubeconfig|get-credentials|save/.test(args.join(" ")));

    expect(logins.map(({ program, args }) => [program, ...args].join(" "))).toEqual([kubeconfigCommand(own)]);
    expect(cloud.changes).toEqual([deletedService]);
    expect(result).toMatchObject({
      removed: ["Service addressbook/addressbook-lb"],
      next: [`npx cdktf destroy ${own.name}`],
    });
    expect(new Set(cloud.calls.filter(({ program }) => program === "kubectl").map(({ mode }) => mode))).toEqual(
      new Set([0o600]),
    );
    expect(cloud.left).toEqual([]);
  });

  test("may not exist any more, which is fine", async () => {
    play(own, {}, { exists: false });
    const { result, asked } = await runPredestroy(cloud, own);

    expect(result).toMatchObject({
      cluster: { name: `addressbook-${own.name}`, state: "absent" },
      next: [`npx cdktf destroy ${own.name}`],
    });
    expect(result.problem).toBeUndefined();
    expect(asked).toBe(0);
  });

  test("is left alone when it cannot be reached, and the ways on are told", async () => {
    play(own, {}, { refusal: "Unable to connect to the server: dial tcp 203.0.113.9:443: i/o timeout" });
    const { message, next } = await failure(own);
    const skipping = {
      aws: "what it made is found by its tags",
      google: "what it made stays",
      digitalocean: "the destroy deletes what it made",
    }[own.cloud];
    const advice =
      own.cluster.apiAllowedCidrs.length > 0
        ? "your address must be in `cluster.apiAllowedCidrs`, and may have changed"
        : "its API answers within the private network only, so run this from there";

    expect(message).toBe(
      `the cluster addressbook-${own.name} cannot be reached: Unable to connect to the server: dial tcp 203.0.113.9:443: i/o timeout; ${advice}`,
    );
    expect(next).toEqual([
      `npm run predestroy -- --environment ${own.name}`,
      `npm run predestroy -- --environment ${own.name} --skip-cluster  # without the cluster: ${skipping}`,
    ]);
    expect(cloud.changes).toEqual([]);
    expect(cloud.left).toEqual([]);
  });

  test("is not touched when it is another, or none", async () => {
    play(own, {}, { context: "kind-production" });
    await expect(failure(own)).resolves.toMatchObject({
      message: expect.stringMatching(/` gave access to another cluster: kind-production$/) as unknown,
    });
    expect(cloud.changes).toEqual([]);
    cloud.dispose();

    play(own, {}, { context: "" });
    await expect(failure(own)).resolves.toMatchObject({
      message: expect.stringContaining("wrote nothing to the file that KUBECONFIG names") as unknown,
    });
    expect(cloud.calls.filter(({ args }) => args.some((argument) => argument.startsWith("--raw=")))).toEqual([]);
  });
});

describe("A cluster that cannot be reached", () => {
  const unauthorized = "error: You must be logged in to the server (Unauthorized)";

  test.each<[string, CloudEnvironment, string, string]>([
    ["with the wrong role", aws, unauthorized, "(Unauthorized); your role must be in `cluster.adminArns`"],
    ["without a login", google, unauthorized, "(Unauthorized); log in again"],
    [
      "without rights",
      google,
      'Error from server (Forbidden): services is forbidden: User "x" cannot list resource "services"',
      'the cluster addressbook-minimal-google does not allow it: Error from server (Forbidden): services is forbidden: User "x" cannot list resource "services"',
    ],
    [
      "without a plugin",
      google,
      "Unable to connect: getting credentials: exec: executable gke-gcloud-auth-plugin not found",
      "executable gke-gcloud-auth-plugin not found; its API answers within the private network only, so run this from there",
    ],
  ])("%s gets the advice that fits", async (_what, own, refusal, message) => {
    play(own, {}, { refusal });

    expect((await failure(own)).message).toMatch(new RegExp(`${escaped(message)}$`));
    expect(cloud.changes).toEqual([]);
  });

  test("is one that somebody named after the wrong place, too: there is one elsewhere", async () => {
    const reason = "Did you mean [addressbook-minimal-google] in [europe-west1-c]?";
    play(google, { refusals: { gcloud: `ERROR: ResponseError: code=404\nCould not find it.\n${reason}` } });

    expect((await failure(google)).message).toContain(`failed: ${reason}`);
  });

  test("does not need to be reached when it is skipped", async () => {
    play(google, {}, { refusal: unauthorized });
    const { result } = await runPredestroy(cloud, google, { skipCluster: true });

    expect(result).toMatchObject({ cluster: { state: "skipped" }, next: ["npx cdktf destroy minimal-google"] });
    expect(cloud.calls).toEqual([]);
  });
});

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

describe("What has a load balancer", () => {
  const clusterIp = object(servicesPath, "metrics", { type: "ClusterIP" });

  test.each<[string, KubernetesObject]>([
    ["a Service that the AWS controller serves", balancerService],
    ["a Service that nobody serves", object(servicesPath, "pending", { type: "LoadBalancer" })],
    ["an Ingress of the AWS controller", object(ingressesPath, "web", {}, ["ingress.k8s.aws/resources"])],
    ["an Ingress in a group of the AWS controller", object(ingressesPath, "web", {}, ["group.ingress.k8s.aws/team"])],
    ["an Ingress of GKE", object(ingressesPath, "web", {}, ["networking.gke.io/ingress-finalizer-V2"])],
    ["a Gateway of the AWS controller", object(gatewaysPath, "web", {}, ["gateway.k8s.aws/nlb"])],
    ["a Gateway of GKE", object(gatewaysPath, "web", {}, ["gateway.finalizer.networking.gke.io"])],
  ])("is %s", async (_what, own) => {
    play(google, { objects: [{ ...own }, clusterIp] });
    const plural = own.list.lastIndexOf("/");
    const path = `${own.list.slice(0, plural)}/namespaces/addressbook${own.list.slice(plural)}/${own.metadata.name}`;
    const { result } = await runPredestroy(cloud, google);

    expect(cloud.changes).toEqual([`delete ${path}`]);
    expect(result.removed).toHaveLength(1);
  });

  test.each<[string, KubernetesObject]>([
    ["a Service within the cluster", clusterIp],
    ["a Service on a port of the nodes", object(servicesPath, "port", { type: "NodePort" })],
    ["an Ingress that pods of the cluster serve", object(ingressesPath, "web", {})],
    ["a Gateway that pods of the cluster serve", object(gatewaysPath, "web", {}, ["example.com/gateway"])],
  ])("is not %s", async (_what, other) => {
    play(google, { objects: [{ ...other }] });
    const { result } = await runPredestroy(cloud, google);

    expect(cloud.changes).toEqual([]);
    expect(result).toMatchObject({ objects: [], next: ["npx cdktf destroy minimal-google"] });
  });

  test("is waited for, when its deletion has begun already", async () => {
    const metadata = { ...balancerService.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" };
    play(google, { objects: [{ ...balancerService, metadata, lasts: 500 }] });
    const { result } = await runPredestroy(cloud, google, { timeoutSeconds: 20 });

    expect(cloud.changes).toEqual([]);
    expect(result).toMatchObject({
      removed: ["Service addressbook/addressbook-lb"],
      next: ["npx cdktf destroy minimal-google"],
    });
  });

  test("is told with what holds it, and what went wrong, when the time is up", async () => {
    const events = [{ message: "first" }, { message: "Failed deleting: subnets are in use\nand so on" }];
    play(aws, { events }, { isStuck: true });
    const { result, said } = await runPredestroy(cloud, aws, { timeoutSeconds: 1 });

    expect(result.problem).toBe(
      "after 1 s there is still Service addressbook/addressbook-lb, held by service.k8s.aws/resources (Failed deleting: subnets are in use)",
    );
    expect(result.removed).toEqual([]);
    expect(result.next).toEqual([
      "npm run predestroy -- --environment minimal-aws",
      "npm run predestroy -- --environment minimal-aws --skip-cluster",
    ]);
    expect(said.filter((line) => line.startsWith("waiting   Service addressbook/addressbook-lb"))).toHaveLength(1);
  });

  test("is the end of it when something makes it again", async () => {
    const again = object(servicesPath, "addressbook-lb", { type: "LoadBalancer" });
    play(google, {}, { remakes: { ...again, metadata: { ...again.metadata, uid: "another" } } });
    const { result } = await runPredestroy(cloud, google);

    expect(result.problem).toBe(
      "Service addressbook/addressbook-lb was made while the others were deleted; stop what makes it: a pipeline, GitOps, an operator",
    );
    expect(result.next).toEqual(["npm run predestroy -- --environment minimal-google"]);
    expect(cloud.changes).toEqual([deletedService]);
  });

  test("is looked for again when the API does not answer for a moment", async () => {
    play(google);
    const { programs, temporary } = cloud;
    let looks = 0;
    const flaky = {
      temporary,
      programs: {
        ...programs,
        run: (command: readonly string[], kubeconfig?: string) => {
          if (command.includes("--raw=/api/v1/services")) looks += 1;
          return looks === 2
            ? Promise.resolve({ status: 1, stdout: "", stderr: "Unable to connect to the server: EOF" })
            : programs.run(command, kubeconfig);
        },
      },
    };
    const { result, said } = await runPredestroy(flaky, google);

    expect(result.removed).toEqual(["Service addressbook/addressbook-lb"]);
    expect(said[0]).toMatch(/^waiting {3}.*\(Unable to connect to the server: EOF\)/);
  });
});

test("disks are named, with whose they are, and not touched", async () => {
  const volumes = [
    {
      spec: {
        capacity: { storage: "20Gi" },
        claimRef: { namespace: "addressbook", name: "data" },
        csi: { volumeHandle: "vol-1" },
      },
    },
    { spec: { capacity: { storage: "1Gi" }, hostPath: { path: "/data" } } },
  ];
  play(google, { volumes, objects: [] });
  const { result } = await runPredestroy(cloud, google);

  expect(result.volumes).toEqual([{ id: "vol-1", size: "20Gi", claim: "addressbook/data" }]);
  expect(result.problem).toBeUndefined();
  expect(cloud.changes).toEqual([]);
});

test("a protected environment may be looked at, and gets the steps before it", async () => {
  const guarded = changedEnvironment(google, { database: { deletionProtection: true } });
  play(guarded);
  const { result } = await runPredestroy(cloud, guarded, { dryRun: true });

  expect(result.next).toEqual([
    "$EDITOR environments/minimal-google.ts  # deletionProtection: false",
    "npx cdktf deploy minimal-google",
    "npm run predestroy -- --environment minimal-google",
    "npx cdktf destroy minimal-google",
  ]);
});
