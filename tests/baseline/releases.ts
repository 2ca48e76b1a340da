import { addressbook } from "../cluster/images/addressbook";
import { TestCluster } from "../cluster/test-cluster";
import { BookShell } from "./book-shell";
import { costOf, type CountedCommand, type ReleaseCost } from "./release-cost";
import { type CountingCluster, ReleaseTool } from "./release-tool";

const namespace = "addressbook";
const images = ["first", "second"].map((tag) => `registry.example/addressbook:${tag}`);

/** What the first release to an empty cluster costs, and the one after it. */
export interface ReleaseCosts {
  readonly first: ReleaseCost;
  readonly second: ReleaseCost;
}

/** By the book's commands. */
export const releasesByBook = (scale: number): Promise<ReleaseCosts> =>
  withCluster(scale, async (cluster) => {
    const shell = new BookShell(cluster);
    try {
      return await inOrder((image) => shell.release(image));
    } finally {
      shell.dispose();
    }
  });

/** By the release tool of this project, as a checkout has it that has been used before. */
export const releasesByTool = (scale: number): Promise<ReleaseCosts> =>
  withCluster(scale, async (cluster) => {
    const tool = new ReleaseTool(cluster);
    try {
      tool.environment("bench", {
        cloud: "local",
        cluster: { context: cluster.context },
        // how long clients are watched is a matter of taste
        service: { namespace, verification: { analysis: { windowSeconds: 0 } } },
      });
      await tool.run(["--help"]);
      return await inOrder(async (image) => [
        await tool.run(["canary", "--environment", "bench", "--image", image]),
        await tool.run(["promote", "--environment", "bench"]),
      ]);
    } finally {
      tool.dispose();
    }
  });

async function inOrder(release: (image: string) => Promise<CountedCommand[]>): Promise<ReleaseCosts> {
  const [first = "", second = ""] = images;
  return { first: costOf(await release(first)), second: costOf(await release(second)) };
}

async function withCluster<T>(scale: number, use: (cluster: CountingCluster) => Promise<T>): Promise<T> {
  // kubectl sends no token over HTTP
  const cluster = await TestCluster.start({ namespaces: [namespace], scale, https: true });
  try {
    for (const image of images) cluster.images.push(image, addressbook());
    cluster.store.create(databaseSecret);
    const { requests } = cluster.api;
    return await use({ context: "test-cluster", kubeconfig: cluster.kubeconfig(), requests });
  } finally {
    await cluster.stop();
  }
}

const databaseSecret = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "db-params", namespace },
  data: Object.fromEntries(
    Object.entries({ DB_HOST: "192.0.2.10", DB_SCHEMA: "demo", DB_USER: "demouser", DB_PASSWORD: "not-a-secret" }).map(
      ([key, value]) => [key, Buffer.from(value).toString("base64")],
    ),
  ),
};
