import { writeFileSync } from "node:fs";

import { Command, InvalidArgumentError, Option } from "commander";

import { exitOnProblems } from "../../environments/schema/exit";
import { exitOnUsage, outputOption } from "../../environments/schema/options";
import { addressbook, logLine } from "./images/addressbook";
import { People } from "./images/people";
import { TestCluster } from "./test-cluster";

/** That of `environments/local.ts`. */
const context = "kind-addressbook";

interface Options {
  readonly port: number;
  readonly kubeconfig: string;
  readonly scale: number;
  readonly repository: string;
  readonly namespace: string;
  readonly output: "text" | "json";
}

const program = new Command("cluster")
  .description(
    "Plays a Kubernetes cluster on this machine, to try the release tool and kubectl with: its API, its controllers, " +
      "three nodes and their pods. Nothing runs in the pods; images do what they are said to do. It is gone when this " +
      "program ends.",
  )
  .addOption(new Option("-p, --port <number>", "of the API; 0: any that is free").argParser(whole).default(0))
  .addOption(new Option("-k, --kubeconfig <file>", "to write").default("kubeconfig.yaml"))
  .addOption(new Option("-s, --scale <factor>", "how many times as fast time passes").argParser(positive).default(1))
  .addOption(new Option("-r, --repository <name>", "of the service's images").default("registry.example/addressbook"))
  .addOption(new Option("-n, --namespace <name>", "that is there, with the Secret db-params").default("addressbook"))
  .addOption(outputOption())
  .addHelpText(
    "after",
    `
Images of the service, all in the repository:
  0.1.0 1.0.0 1.1.0 2.0.0   work
  never-ready         says that the database refuses its login, for ever
  crashing            ends at once, and says why in its log
  failing             answers every tenth request with 500
  slow                takes 800 ms for every request
  out-of-memory       needs 1 GiB
  migration-fails     works, but its migration does not
Any other tag is not found. The database of the environment "local" has its image, and does not answer anybody.

Exit codes:
  0  ended by Ctrl-C    1  it cannot run    2  wrong input

Examples:
  npm run cluster -- --kubeconfig /tmp/kubeconfig.yaml
  KUBECONFIG=/tmp/kubeconfig.yaml kubectl get nodes
  KUBECONFIG=/tmp/kubeconfig.yaml npx release status --environment local`,
  )
  .exitOverride(exitOnUsage)
  .action(run);

async function run({ port, kubeconfig, scale, repository, namespace, output }: Options): Promise<void> {
  // kubectl gives its token to no server without a certificate
  const options = { port, scale, https: true, namespaces: [namespace] };
  const cluster = await TestCluster.start(options).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
  if (cluster === undefined) return;
  pushImages(cluster, repository);
  const data = Object.fromEntries(
    Object.entries({
      DB_HOST: "database",
      DB_PORT: "5432",
      DB_SCHEMA: "demo",
      DB_USER: "demouser",
      DB_PASSWORD: "none",
    }).map(([name, value]) => [name, Buffer.from(value).toString("base64")]),
  );
  cluster.store.create({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "db-params", namespace },
    type: "Opaque",
    data,
  });
  // the release tool takes no cluster for that of an environment which is not called like it
  writeFileSync(kubeconfig, cluster.kubeconfig(undefined, context), { mode: 0o600 });
  const { url } = cluster;
  if (output === "json")
    process.stdout.write(`${JSON.stringify({ url, kubeconfig, context, repository, namespace })}\n`);
  else
    process.stdout.write(
      `a cluster is played at ${url}, until Ctrl-C. In another shell:\n` +
        `export KUBECONFIG=${kubeconfig}\nkubectl get nodes\n` +
        `npx release canary --environment local --image ${repository}:1.0.0\n`,
    );
  // the clock's timers hold nobody, and there may be no connection for a while
  const alive = setInterval(() => undefined, 60_000);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      clearInterval(alive);
      void cluster.stop();
    });
}

function pushImages({ images }: TestCluster, repository: string): void {
  const people = new People();
  const push = (tag: string, image: ReturnType<typeof addressbook>): unknown =>
    images.push(`${repository}:${tag}`, image);
  for (const version of ["0.1.0", "1.0.0", "1.1.0", "2.0.0"]) push(version, addressbook({ version }, people));
  images.push("postgres:17-bookworm", { port: 5432, steady: true });
  const notReady = "the database is not available: it refuses the login";
  push("never-ready", addressbook({ version: "never-ready", notReady }, people));
  const logs = [logLine("fatal", "the service has failed", { err: { message: "Cannot find module './people'" } })];
  push("crashing", { ...addressbook({}, people), crash: { exitCode: 1, afterMillis: 300, logs } });
  push("failing", addressbook({ version: "failing", errorRate: 0.1 }, people));
  push("slow", addressbook({ version: "slow", latencyMillis: 800 }, people));
  push("out-of-memory", { ...addressbook({}, people), memory: { mebibytes: 1024, afterMillis: 500 } });
  const migration = { exitCode: 1, logs: ["0002_cities … failed", 'error: relation "cities" already exists'] };
  push("migration-fails", addressbook({ version: "migration-fails", migration }, people));
}

function whole(value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  throw new InvalidArgumentError("It must be from 0 to 65535.");
}

function positive(value: string): number {
  if (Number(value) > 0 && Number(value) <= 1000) return Number(value);
  throw new InvalidArgumentError("It must be a number greater than 0, and at most 1000.");
}

program.parseAsync().catch(exitOnProblems);
