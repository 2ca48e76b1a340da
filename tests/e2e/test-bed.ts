import type { LocalInput } from "../../environments/schema/local";
import type { Node, ReplicaSet, Secret } from "../../release/cluster/objects";
import { ReleaseTool } from "../baseline/release-tool";
import { ClusterApi, type Json } from "./cluster-api";
import { CountingGateway } from "./counting-gateway";
import type { Given } from "./given";
import { type SeenPod, WatchedNamespace } from "./watched-namespace";

const namespace = "addressbook-e2e";
const ownLabel = "addressbook-platform/e2e";
const service = "addressbook-lb";

/** A namespace of a real cluster, what is seen of it, and the tool that releases into it. */
export class TestBed {
  private constructor(
    private readonly given: Given,
    readonly api: ClusterApi,
    private readonly gateway: CountingGateway,
    readonly tool: ReleaseTool,
    readonly seen: WatchedNamespace,
    /** Where clients reach the service. */
    readonly origin: string,
  ) {}

  static async open(given: Given): Promise<TestBed> {
    const api = new ClusterApi(given);
    await makeNamespace(api, given);
    const gateway = await CountingGateway.start(api);
    const origin = given.url ?? (await nodeAddress(api, given.nodePort));
    const tool = new ReleaseTool(gateway);
    const bed = new TestBed(given, api, gateway, tool, new WatchedNamespace(api, namespace, service), origin);
    bed.environment("e2e");
    if (given.database !== undefined) await bed.makeSecret("db-params", given.database);
    // bundles the program, which a user does once, too
    await tool.run(["--help"]);
    return bed;
  }

  /** Writes an environment for the namespace, with settings of the service of its own. */
  environment(name: string, ownService: LocalInput["service"] = {}): void {
    const { context, nodePort } = this.given;
    this.tool.environment(name, {
      cloud: "local",
      cluster: { context, nodePort },
      service: {
        namespace,
        // what metrics say is looked at in a test of its own
        verification: { analysis: { windowSeconds: 0 } },
        ...ownService,
      },
    });
  }

  path(plural: string, name = ""): string {
    const group = plural === "deployments" || plural === "replicasets" ? "/apis/apps/v1" : "/api/v1";
    return `${group}/namespaces/${namespace}/${plural}${name === "" ? "" : `/${name}`}`;
  }

  /** @returns undefined when there is none */
  async read<T>(plural: string, name: string): Promise<T | undefined> {
    return (await this.api.call("GET", this.path(plural, name))) as T | undefined;
  }

  /** The values of a Secret, in clear. */
  async secretValues(name: string): Promise<Record<string, string>> {
    const secret = await this.read<Secret>("secrets", name);
    return Object.fromEntries(
      Object.entries(secret?.data ?? {}).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
    );
  }

  async makeSecret(name: string, values: Readonly<Record<string, string>>): Promise<void> {
    const body = { apiVersion: "v1", kind: "Secret", metadata: { name }, stringData: values };
    await this.api.call("POST", this.path("secrets"), body);
  }

  /**
   * Whether two references name the same image. The tool promotes what the canary really ran, by its digest, so that
   * what is asked for and what is found may differ in how they say it.
   */
  isSame(one: string, other: string): boolean {
    return this.seen.idOf(one) === this.seen.idOf(other);
  }

  podsOf(image: string): SeenPod[] {
    return [...this.seen.pods.values()].filter((pod) => pod.deployment !== undefined && this.isSame(pod.image, image));
  }

  /** Number of the latest revision of stable with an image. */
  async revisionOf(deployment: string, image: string): Promise<number> {
    const sets = await this.api.list<ReplicaSet>(this.path("replicasets"));
    const revisions = sets
      .filter(({ metadata }) => metadata?.ownerReferences?.some(({ name }) => name === deployment))
      .filter(({ spec }) => this.isSame(spec?.template?.spec?.containers[0]?.image ?? "", image))
      .map(({ metadata }) => Number(metadata?.annotations?.["deployment.kubernetes.io/revision"]));
    return Math.max(...revisions);
  }

  async close(): Promise<void> {
    this.seen.stop();
    this.gateway.close();
    this.tool.dispose();
    await this.api.deleteNamespace(namespace);
  }
}

async function makeNamespace(api: ClusterApi, { database }: Given): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}`;
  const found = (await api.call("GET", path)) as { metadata?: { labels?: Record<string, string> } } | undefined;
  if (found !== undefined && found.metadata?.labels?.[ownLabel] === undefined)
    throw new Error(`the cluster has a namespace ${namespace} that these tests have not made; delete it first`);
  // of a run that was killed
  if (found !== undefined) await api.deleteNamespace(namespace);
  const metadata = { name: namespace, labels: { [ownLabel]: "true" } };
  await api.call("POST", "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata });
  if (database !== undefined) await letOut(api, database);
}

/** The network policy of a local environment lets pods reach the database in the cluster only. */
async function letOut(api: ClusterApi, { DB_HOST = "", DB_PORT = "5432" }: Given["database"] & object): Promise<void> {
  const cidr = /^[\d.]+$/.test(DB_HOST) ? `${DB_HOST}/32` : "0.0.0.0/0";
  const policy: Json = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "e2e-database" },
    spec: {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr } }], ports: [{ protocol: "TCP", port: Number(DB_PORT) }] }],
    },
  };
  await api.call("POST", `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`, policy);
}

async function nodeAddress(api: ClusterApi, port: number): Promise<string> {
  const [node] = await api.list<Node>("/api/v1/nodes");
  const address = node?.status?.addresses?.find(({ type }) => type === "InternalIP")?.address;
  if (address === undefined) throw new Error("the nodes tell no address; set E2E_URL");
  return `http://${address}:${port}`;
}
