import { join } from "node:path";

import type { CloudEnvironment } from "../../../environments/schema/environment";
import { imagePullSecrets, registryHost } from "../../../environments/schema/names";
import { requestOf } from "../../../release/request";
import type { PolicyRule } from "../../cluster/api/access/users";
import { addressbook, type AddressbookOptions } from "../../cluster/images/addressbook";
import { People } from "../../cluster/images/people";
import { TestCluster } from "../../cluster/test-cluster";
import { Registries } from "./registries";
import { databaseLogin, googleCredentials, secrets } from "./secrets";
import { aws } from "./tools/aws";
import { docker, type Logins } from "./tools/docker";
import { doctl } from "./tools/doctl";
import { google } from "./tools/google";
import { textOf } from "./tools/kubeconfig";
import { must, tool, type Tool } from "./tools/tool";

const namespace = "addressbook";

/** What an environment's jobs work on: its cluster, and the registries. */
export class Platform {
  readonly registries: Registries;
  private readonly people = new People();
  private user = "admin";

  private constructor(
    readonly environment: CloudEnvironment,
    readonly cluster: TestCluster,
  ) {
    this.registries = new Registries(cluster);
  }

  static async start(environment: CloudEnvironment): Promise<Platform> {
    const cluster = await TestCluster.start({ https: true, namespaces: [namespace], scale: 10 });
    // DigitalOcean's own integration makes it
    for (const name of imagePullSecrets(environment).slice(0, 1))
      cluster.store.create({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace } });
    return new Platform(environment, cluster);
  }

  /** What an administrator does once: `npx release connect`. Jobs then have no more rights than their role. */
  connect(): void {
    const { environment, cluster } = this;
    const { administrators } = requestOf(environment, {}, "afterwards").request.manifests;
    for (const object of administrators.filter(({ kind }) => kind !== "Namespace"))
      cluster.store.create(object as never);
    const data = Object.fromEntries(
      Object.entries(databaseLogin).map(([name, value]) => [name, Buffer.from(value).toString("base64")]),
    );
    cluster.store.create({ apiVersion: "v1", kind: "Secret", metadata: { name: "db-params", namespace }, data });
    const role = administrators.find(({ kind }) => kind === "Role") as { rules?: readonly PolicyRule[] } | undefined;
    // a token of DigitalOcean is that of an administrator
    if (role?.rules !== undefined) this.user = cluster.api.users.add("release", role.rules).name;
  }

  /** Builds an image as continuous integration does. @returns it by its digest */
  build(repository: string, version: string, options: AddressbookOptions = {}): string {
    return this.registries.push(
      repository,
      version,
      addressbook({ version, databasePassword: databaseLogin.DB_PASSWORD, ...options }, this.people),
    );
  }

  /** The programs of a new machine that reach the cloud and registries. */
  tools(hasTerminal: boolean): Record<string, Tool> {
    const { environment, registries } = this;
    const kubeconfig = this.cluster.kubeconfig(this.user);
    const logins: Logins = new Set();
    const accounts = [
      { host: "docker.io", username: "shop-bot", password: secrets.dockerPassword },
      { host: "ghcr.io", username: "shop-actor", password: secrets.githubToken },
    ];
    const common = {
      npm: tool({ "ci --no-audit --no-fund": () => ({}) }),
      npx,
    };
    switch (environment.cloud) {
      case "aws": {
        const registryPassword = secrets.ecrPassword;
        const key = { id: "AKIAEXAMPLE", secret: secrets.awsKey };
        const account = { environment, key, identityToken: secrets.identityToken, registryPassword, kubeconfig };
        const own = { host: registryHost(environment), username: "AWS", password: registryPassword };
        return { ...common, docker: docker({ registries, logins, accounts: [...accounts, own] }), aws: aws(account) };
      }
      case "google":
        return {
          ...common,
          docker: docker({ registries, logins, accounts }),
          ...google({ environment, credentials: googleCredentials, kubeconfig, logins, hasTerminal }),
        };
      case "digitalocean":
        return {
          ...common,
          docker: docker({ registries, logins, accounts }),
          doctl: doctl({ environment, accessToken: secrets.digitaloceanToken, kubeconfig, logins }),
        };
    }
  }

  /** Images of the pods of a track that are not stopping. */
  images(track: "stable" | "canary"): string[] {
    return this.cluster.store
      .list("Pod", namespace)
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .filter(({ metadata }) => metadata.labels?.["deployment"] === `addressbook-${track}`)
      .map((pod) => (pod["spec"] as { containers: { image: string }[] }).containers[0]?.image ?? "");
  }

  /** Everything that was written to the cluster, as verbs and kinds. */
  get writes(): string[] {
    return this.cluster.api.requests
      .filter(({ isWrite }) => isWrite)
      .map(({ verb, kind, name }) => `${verb} ${kind}/${name}`);
  }

  stop(): Promise<void> {
    return this.cluster.stop();
  }
}

/** Runs the project's own program, as it stands in package.json: npx itself takes seconds to look for it. */
const npx: Tool = ({ program, args: [name = "", ...args], folder }) => {
  const file = textOf(join(folder, "package.json"));
  must(file !== undefined, "could not determine executable to run");
  const { bin } = JSON.parse(file) as { readonly bin: Readonly<Record<string, string>> };
  if (bin[name] === undefined) return { status: 1, stderr: `${program}: 404 Not Found: ${name}\n` };
  return { then: [join(folder, bin[name]), ...args] };
};
