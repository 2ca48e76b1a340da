import type { AnyObject } from "../../../release/cluster/objects";
import type { Stage } from "./stage";

const namespace = "addressbook";

/** A Deployment as the book's `deployment.yml` has it: its selector is that of both tracks, its port has no name. */
export const bookDeployment = (track: "stable" | "canary", image: string, replicas: number) => {
  const name = `addressbook-${track}`;
  const labels = { app: "addressbook", deployment: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: { app: "addressbook" } },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
      template: { metadata: { labels }, spec: { containers: [bookContainer(image)] } },
    },
  };
};

const bookContainer = (image: string) => ({
  name: "addressbook",
  image,
  readinessProbe: { httpGet: { path: "/ready", port: 3000 } },
  // the book's pods have none, and lose requests whenever they end, whoever ends them
  lifecycle: { preStop: { exec: { command: ["sleep", "5"] } } },
});

const bookService = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "addressbook-lb", namespace },
  spec: { type: "LoadBalancer", selector: { app: "addressbook" }, ports: [{ port: 80, targetPort: 3000 }] },
};

/** What the book's commands leave in a cluster. */
export async function applyBook(
  stage: Stage,
  ...deployments: readonly ReturnType<typeof bookDeployment>[]
): Promise<void> {
  const cluster = anotherTool(stage);
  for (const object of [bookService, ...deployments]) await cluster.create<AnyObject>(object);
  await stage.cluster.clock.sleep(30_000);
}

/** As `kubectl set image` does. */
export async function setImage(stage: Stage, track: "stable" | "canary", image: string): Promise<void> {
  const deployment = stage.deployment(track);
  const { template } = deployment?.["spec"] as { template: { spec: { containers: object[] } } };
  const containers = template.spec.containers.map((container) => ({ ...container, image }));
  await anotherTool(stage).patch("Deployment", `addressbook-${track}`, {
    spec: { template: { spec: { containers } } },
  });
}

/** Whoever else writes to the cluster. */
export const anotherTool = (stage: Stage) =>
  // eslint-disable-next-line @typescript-eslint/dot-notation -- it is private
  stage["connect"]("admin", new AbortController().signal, stage.cluster.clock);
