import { join } from "node:path";

import { App, Chart } from "cdk8s";
import type { NetworkPolicyPeer } from "cdk8s-plus-33/lib/imports/k8s";

import { Configuration } from "../constructs/kubernetes/configuration";
import { DisruptionBudget } from "../constructs/kubernetes/disruption-budget";
import type { ServiceIdentity } from "../constructs/kubernetes/labels";
import { LoadBalancer } from "../constructs/kubernetes/load-balancer";
import { LocalPostgres } from "../constructs/kubernetes/local-postgres";
import { MigrationJob } from "../constructs/kubernetes/migration-job";
import { NetworkBoundary } from "../constructs/kubernetes/network-boundary";
import { ReleaseAccess } from "../constructs/kubernetes/release-access";
import { ReleaseTrack } from "../constructs/kubernetes/release-track";
import { ServiceNamespace } from "../constructs/kubernetes/service-namespace";
import { type Environment, isCloudEnvironment } from "../environments/schema/environment";
import { releaseAccountEmail, resourceName, trustedIssuers } from "../environments/schema/names";
import { databaseEndpoint, nodeNetwork } from "../environments/schema/network-plan";
import type { ReleaseSettings } from "./release-settings";

/** The Secret with the database's address and the service's login. `release connect` makes it, or a person. */
const databaseSecret = "db-params";
const databaseSecretDirectory = "/var/run/db";

/**
 * The cdk8s app with the objects of the service in one environment: one file for each step of a release, in the order
 * in which they are applied. There is one app per environment, because the time for one app grows with the square of
 * its charts.
 */
export function createServiceApp(environment: Environment, settings: ReleaseSettings, outdir: string): App {
  const app = new App({ outdir: join(outdir, environment.name) });
  const { service } = environment;
  const identity: ServiceIdentity = { name: service.name, namespace: service.namespace };
  // a local image is loaded into the cluster and is in no registry
  const imagePullPolicy = environment.cloud === "local" ? "IfNotPresent" : "Always";

  const base = new Chart(app, service.name);
  const namespace = new ServiceNamespace(base, "namespace", {
    service: identity,
    labels: namespaceLabels(environment),
  });
  // on AWS the cloud itself lets it in
  if (environment.cloud === "google" && trustedIssuers(environment).length > 0)
    new ReleaseAccess(base, "release-access", { service: identity, userName: releaseAccountEmail(environment) });
  const configuration = new Configuration(base, "configuration", identity, {
    ...service.configuration,
    NODE_ENV: "production",
    PORT: String(service.port),
    DB_CREDENTIALS_DIR: databaseSecretDirectory,
    DB_POOL_SIZE: String(service.databasePoolSize),
  });
  new DisruptionBudget(base, "disruption-budget", identity);
  new NetworkBoundary(base, "network-boundary", {
    service: identity,
    port: service.port,
    clientCidrs: clientCidrs(environment),
    database: {
      peers: addDatabase(base, environment, identity, namespace),
      ports: databaseEndpoint(environment).ports,
    },
  });
  new LoadBalancer(base, "load-balancer", {
    service: identity,
    provider: environment.cloud,
    exposure: service.balancer.exposure,
    allowedCidrs: service.balancer.allowedCidrs,
    balancerName: isCloudEnvironment(environment) ? `${resourceName(environment)}-${service.name}` : undefined,
    nodePort: environment.cloud === "local" ? environment.cluster.nodePort : undefined,
  });

  const migration = new Chart(app, `${service.name}-migrate`);
  migration.addDependency(base);
  new MigrationJob(migration, "migration", {
    service: identity,
    command: ["node", "dist/migrate.js"],
    pod: {
      image: settings.image,
      imagePullPolicy,
      serviceAccountName: namespace.serviceAccountName,
      resources: service.resources,
      configMapName: configuration.configMapName,
      secretDirectories: { [databaseSecret]: databaseSecretDirectory },
    },
  });

  for (const track of settings.tracks) {
    const chart = new Chart(app, `${service.name}-${track}`);
    chart.addDependency(migration);
    new ReleaseTrack(chart, track, {
      service: identity,
      track,
      image: settings.image,
      imagePullPolicy,
      pods: track === "canary" ? settings.canaryPods : settings.stablePods,
      port: service.port,
      resources: service.resources,
      serviceAccountName: namespace.serviceAccountName,
      configMapName: configuration.configMapName,
      secretName: databaseSecret,
      secretDirectory: databaseSecretDirectory,
    });
  }
  return app;
}

/** Where the database is, for the network policy; a local environment brings its own. */
function addDatabase(
  chart: Chart,
  environment: Environment,
  service: ServiceIdentity,
  namespace: ServiceNamespace,
): NetworkPolicyPeer[] {
  if (environment.cloud !== "local") {
    return databaseEndpoint(environment).cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  }
  const postgres = new LocalPostgres(chart, "postgres", {
    service,
    serviceAccountName: namespace.serviceAccountName,
    version: environment.database.postgresVersion,
    databaseName: environment.database.name,
    userName: environment.database.user,
    storageGib: environment.database.storageGib,
    secretName: databaseSecret,
    secretDirectory: databaseSecretDirectory,
  });
  return [{ podSelector: { matchLabels: { ...postgres.labels } } }];
}

/** Clients, and the nodes, from whose addresses some balancers pass requests on. */
function clientCidrs(environment: Environment): string[] {
  const nodes = nodeNetwork(environment);
  const all = [...environment.service.balancer.allowedCidrs, ...(nodes === undefined ? [] : [nodes])];
  return all.includes("0.0.0.0/0") ? ["0.0.0.0/0"] : all;
}

function namespaceLabels({ cloud }: Environment): Record<string, string> {
  // a pod counts as ready only when the balancer can reach it
  return cloud === "aws" ? { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" } : {};
}
