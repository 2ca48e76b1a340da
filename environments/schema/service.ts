import { z } from "zod";

import { allowedCidr, cpuQuantity, dnsLabel, integer, list, matching, memoryQuantity, oneOf, section } from "./fields";
import { verificationSchema } from "./verification";

/** The service that a cluster carries: what it is called, how it is run, released and reached. */
export const serviceSchema = section({
  /** Name of the service: its Deployments are `<name>-stable` and `<name>-canary`, or `<name>-blue` and `<name>-green`. */
  name: dnsLabel(),
  /** Namespace of the service's objects. */
  namespace: dnsLabel((value) =>
    value === "default" || value.startsWith("kube-")
      ? { rule: "must be a namespace of the service's own", fix: "objects of the cluster live there" }
      : undefined,
  ),
  /** Version of the service in this checkout: the tag of its image when the variable IMAGE is not set. */
  version: matching(
    /^\w[\w.-]{0,127}$/,
    "a tag of an image: at most 128 letters, digits, underscores, dots or hyphens",
  ),
  /** Program of the image and its arguments. Empty: what the image starts by itself. */
  command: command(),
  /** Port that the container listens on, told to it as PORT. Ports below 1024 are refused, because the container is not root. */
  port: integer({ min: 1024, max: 65535 }),
  /** Paths that answer 2xx when all is well. */
  probes: section({
    /** Whether it has started; asked every second for a minute. */
    startup: path(),
    /** Whether it can take requests just now; may ask the database. */
    readiness: path(),
    /** Whether it is beyond help and must be restarted; must not ask the database, whose failure would restart all pods. */
    liveness: path(),
  }),
  /** Seconds for which a pod that is to stop goes on serving, until every node has noticed. */
  drainSeconds: integer({ min: 1, max: 300, unit: "seconds" }),
  /** Seconds that the service takes at most to end after SIGTERM, told to it as SHUTDOWN_TIMEOUT_SECONDS. */
  shutdownSeconds: integer({ min: 1, max: 300, unit: "seconds" }),
  /** Directories that the container may write to, with their sizes; everything else is read-only. */
  writableDirectories: z
    .record(
      matching(/^(\/[a-z0-9][a-z0-9-]*)+$/, "lower-case letters, digits, hyphens and slashes, starting with a slash"),
      memoryQuantity(),
      { error: "must be an object" },
    )
    .readonly(),
  /** Program that brings the database to the state that the image needs, before each release. Empty: there is none. */
  migrationCommand: command(),
  /** Program that makes the service's role in the database, once, as the administrator. Empty: there is none. */
  bootstrapCommand: command(),
  /** Connections that each pod may hold open to the database, told to it as DB_POOL_SIZE; 0: it has nothing to do with the database. */
  databasePoolSize: integer({ min: 0, max: 100 }),

  /**
   * How a release reaches all clients. `canary`: a few pods of the new version beside the old ones, then the others.
   * `blue-green`: all pods of the new version beside the old ones, then one switch, which can be taken back at once.
   */
  strategy: oneOf(["canary", "blue-green"]),
  /**
   * Pods of the stable track, or of each colour, when no release is under way; `STABLE_PODS` overrides it. With
   * `autoscaling` the least of them.
   */
  stablePods: integer({ min: 1, max: 100 }),
  /** Pods of the canary track; `CANARY_PODS` overrides it. The canary's share of traffic is its share of pods. */
  canaryPods: integer({ min: 1, max: 100 }),
  /** Pods that must be ready at every moment of a release, even while a node is drained. */
  minimumPods: integer({ min: 0, max: 100 }),
  /**
   * More pods under load; needs metrics-server in the cluster. Switched on for a Deployment that runs already, set its
   * number of pods by hand once: Kubernetes takes a number that is no longer written as 1.
   *
   * @default - the number of pods is fixed
   */
  autoscaling: section({
    /** Pods of the stable track, or of each colour, at most. */
    maxPods: integer({ min: 2, max: 100 }),
    /** Share of `resources.cpuRequest` that pods use on average, beyond which there are more of them. */
    cpuPercent: integer({ min: 10, max: 100, unit: "percent" }),
  }).optional(),

  /** What each pod asks for (requests), and what it gets at most (limits). */
  resources: section({
    /** Processor that is set aside for a pod: "100m" is a tenth. */
    cpuRequest: cpuQuantity(),
    /** Processor above which a pod is slowed down. */
    cpuLimit: cpuQuantity(),
    /** Memory that is set aside for a pod. */
    memoryRequest: memoryQuantity(),
    /** Memory above which a pod is killed. */
    memoryLimit: memoryQuantity(),
  }),
  /** How clients reach the service. */
  balancer: section({
    /** Whether clients reach the service from the internet or only from within the private network. */
    exposure: oneOf(["internet", "internal"]),
    /**
     * Networks that may reach the service. The whole internet is a fair choice for a public service. They reach all of
     * its paths, `/metrics` and `/ready` too: the balancer passes connections on, and does not see what is asked for.
     */
    allowedCidrs: list(allowedCidr(), "a list of at least one network in CIDR form", { min: 1 }),
  }),
  /**
   * A Gateway (Gateway API) that clients come through, in a cluster that has one. It takes the balancer's place and
   * shares requests by weight.
   *
   * @default - a balancer of the service's own, which shares connections by the number of pods
   */
  route: section({
    /** Name of the Gateway. */
    gateway: dnsLabel(),
    /** Namespace of the Gateway, which must let in routes from the service's. */
    gatewayNamespace: dnsLabel(),
    /** Hosts that are asked for. Empty: all that come to the Gateway. */
    hostnames: list(
      matching(/^(\*\.)?([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'a host name such as "shop.example.com"'),
      "a list of host names",
    ),
    /** Percent of the requests that the canary gets; `CANARY_WEIGHT` overrides it. */
    canaryWeight: integer({ min: 0, max: 100, unit: "percent" }),
  }).optional(),
  /** How a release finds out whether the new version is good. */
  verification: verificationSchema,
  /** Environment variables of the containers. A changed value rolls the pods. Never put a secret here. */
  configuration: z
    .record(
      matching(/^[A-Z_][A-Z0-9_]{0,127}$/, "upper-case letters, digits and underscores, not starting with a digit"),
      z.string({ error: "must be a string" }),
      { error: "must be an object" },
    )
    .readonly(),
});

/** A complete description of a service. */
export type Service = z.output<typeof serviceSchema>;

function command() {
  return list(matching(/\S/, "a word of a command"), "a list of words of a command");
}

function path() {
  return matching(/^\/[\w./~%-]*$/, 'a path such as "/ready"');
}
