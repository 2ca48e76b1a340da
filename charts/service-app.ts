import { join } from "node:path";

import { type App, Chart } from "cdk8s";
import type { NetworkPolicyPeer } from "cdk8s-plus-33/lib/imports/k8s";

import { Configuration } from "../constructs/kubernetes/configuration";
import { DisruptionBudget } from "../constructs/kubernetes/disruption-budget";
import { GatewayHealthCheck } from "../constructs/kubernetes/gateway-health-check";
import { podsOfService } from "../constructs/kubernetes/labels";
import { LocalPostgres } from "../constructs/kubernetes/local-postgres";
import { NetworkBoundary } from "../constructs/kubernetes/network-boundary";
import { OneTimeJob } from "../constructs/kubernetes/one-time-job";
import { ReleaseAccess } from "../constructs/kubernetes/release-access";
import { ReleaseTrack, trackName } from "../constructs/kubernetes/release-track";
import { ServiceNamespace } from "../constructs/kubernetes/service-namespace";
import type { AwsEnvironment, Environment, GoogleEnvironment } from "../environments/schema/environment";
import { imagePullSecrets, releaseAccountEmail, releaseRoleName, trustedIssuers } from "../environments/schema/names";
import { clientCidrs, databaseEndpoint, resolverCidrs } from "../environments/schema/network-plan";
import { minReadySeconds, usesDatabase } from "../environments/schema/release-pods";
import { KustomizedApp } from "./kustomize";
import type { ReleaseSettings } from "./release-settings";
import { databaseDirectory, servicePod, serviceVariables } from "./service-pod";
import { addBalancer, addTraffic } from "./traffic";

/**
 * The cdk8s app with the objects of the service in one environment: one file for each step of a release, in the order
 * in which they are applied. There is one app per environment, because the time for one app grows with the square of
 * its charts.
 */
export function createServiceApp(environment: Environment, settings: ReleaseSettings, outdir: string): App {
  const app = new KustomizedApp(join(outdir, environment.name), settings.image);
  const { service } = environment;
  const steps: Chart[] = [];
  const addStep = (name: string): Chart => {
    const chart = new Chart(app, name);
    chart.addDependency(...steps);
    return chart;
  };

  const base = addStep(service.name);
  steps.push(base);
  const { configMapName } = addBase(base, environment, settings);
  const pod = { ...servicePod(environment, settings), configMapName };

  if (service.migrationCommand.length > 0) {
    const migration = addStep(`${service.name}-migrate`);
    steps.push(migration);
    new OneTimeJob(migration, "migration", {
      service,
      purpose: "migrate",
      command: service.migrationCommand,
      pod,
      // A database that is applied with it is not there yet. One in a cloud is, and what fails there mostly fails again:
      // each further try would put off the explanation, and let requests wait behind the migration's locks once more.
      // For a lock the program tries again itself; a Job that has failed is run anew by the next release.
      retries: environment.cloud === "local" ? 6 : 0,
    });
  }

  const tracks = settings.tracks.map((track) => {
    const chart = addStep(`${service.name}-${track}`);
    const { autoscaling, stablePods, canaryPods } = service;
    new ReleaseTrack(chart, track, {
      service,
      track,
      pods:
        track === "canary"
          ? canaryPods
          : autoscaling === undefined
            ? stablePods
            : { least: stablePods, most: autoscaling.maxPods, cpuPercent: autoscaling.cpuPercent },
      pod: service.command.length === 0 ? pod : { ...pod, command: service.command },
      port: service.port,
      probePaths: service.probes,
      minReadySeconds,
      drainSeconds: service.drainSeconds,
      shutdownSeconds: service.shutdownSeconds,
      ownService: service.route !== undefined,
    });
    // beside its Service, so that it is there before a route sends requests
    if (service.route !== undefined && environment.cloud === "google")
      new GatewayHealthCheck(chart, "health-check", {
        service,
        backend: trackName(service, track),
        port: service.port,
        path: service.probes.readiness,
      });
    return chart;
  });
  steps.push(...tracks);

  // who gets the traffic is decided last, when those who shall get it are there
  if (service.strategy === "blue-green" || service.route !== undefined)
    addTraffic(addStep(`${service.name}-traffic`), environment, settings);
  else addBalancer(base, environment, podsOfService(service));
  return app;
}

/** What is there before and between releases. */
function addBase(chart: Chart, environment: Environment, { databaseSecret }: ReleaseSettings): Configuration {
  const { service } = environment;
  const namespace = new ServiceNamespace(chart, "namespace", {
    service,
    imagePullSecrets: imagePullSecrets(environment),
  });
  if ((environment.cloud === "google" || environment.cloud === "aws") && trustedIssuers(environment).length > 0)
    new ReleaseAccess(chart, "release-access", { service, userName: releaserName(environment) });
  const configuration = new Configuration(chart, "configuration", service, serviceVariables(service));
  new DisruptionBudget(chart, "disruption-budget", service);
  new NetworkBoundary(chart, "network-boundary", {
    service,
    port: service.port,
    clientCidrs: clientCidrs(environment),
    resolverCidrs: resolverCidrs(environment),
    database: usesDatabase(service)
      ? {
          peers: addDatabase(chart, environment, namespace.serviceAccountName, databaseSecret),
          ports: databaseEndpoint(environment).ports,
        }
      : undefined,
  });
  return configuration;
}

/** How the cluster calls continuous integration. */
const releaserName = (environment: AwsEnvironment | GoogleEnvironment): string =>
  environment.cloud === "google" ? releaseAccountEmail(environment) : releaseRoleName(environment);

/** Where the database is, for the network policy; a local environment brings its own. */
function addDatabase(
  chart: Chart,
  environment: Environment,
  serviceAccountName: string,
  secretName: string,
): NetworkPolicyPeer[] {
  if (environment.cloud !== "local") {
    return databaseEndpoint(environment).cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  }
  const { labels } = new LocalPostgres(chart, "postgres", {
    service: environment.service,
    serviceAccountName,
    version: environment.database.postgresVersion,
    databaseName: environment.database.name,
    userName: environment.database.user,
    storageGib: environment.database.storageGib,
    secretName,
    secretDirectory: databaseDirectory,
  });
  return [{ podSelector: { matchLabels: { ...labels } } }];
}
