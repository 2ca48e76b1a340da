import type { ImageBehaviour } from "../../cluster/images/behaviour";
import { addressbook, logLine } from "../../cluster/images/addressbook";
import type { PlayOptions, Stage, StageOptions } from "./stage";

/** Something that goes wrong in a release, and what a person is told. */
export interface Cause {
  readonly name: string;
  readonly options?: StageOptions;
  /** What the image 1.1.0 does. @default - it is good */
  readonly image?: ImageBehaviour;
  /** What is released. @default 1.1.0 */
  readonly tag?: string;
  readonly play?: PlayOptions;
  /** What happens in the cluster before. @default - nothing */
  readonly disturb?: (stage: Stage) => unknown;
  /** In which step, and so many seconds after its beginning, it is told. */
  readonly step: "migrate" | "canary";
  readonly within: number;
  readonly code: 0 | 1 | 70;
  /** Names that Kubernetes makes up are left out. */
  readonly text: readonly string[];
}

const good = addressbook({ version: "1.1.0" });
const namespace = "addressbook";

/** Most of them are met by the migration first, which runs the same image. */
const withoutMigration: StageOptions = { service: { migrationCommand: [] } };
const soonGivenUp: PlayOptions = { timeoutSeconds: 20 };

const fails = (...logs: readonly string[]): ImageBehaviour => ({ ...good, crash: { exitCode: 1, logs } });
const notReady = (why: string): ImageBehaviour =>
  addressbook({ version: "1.1.0", notReady: `the database is not available: ${why}` });
const readiness = (status: number, body: string, afterMillis = 2): ImageBehaviour => ({
  ...good,
  answer: (request, pod) =>
    request.path === "/ready" ? { status, body, afterMillis } : (good.answer?.(request, pod) ?? { status: 200 }),
});
const migration = (exitCode: number, logs: readonly string[], afterMillis = 200): ImageBehaviour => ({
  ...good,
  programs: { ...good.programs, "node dist/migrate.js": () => ({ exitCode, logs, afterMillis }) },
});

/** Does something as soon as the canary's Deployment is there: the preflight has seen nothing of it. */
function underUs(stage: Stage, work: () => void): void {
  const stop = stage.cluster.api.afterWrite(({ kind, name }) => {
    if (kind !== "Deployment" || name !== "addressbook-canary") return;
    stop();
    work();
  });
}

const refuses = (reason: string, message: string) => (stage: Stage) =>
  stage.cluster.admission.add((operation, { kind, metadata }) =>
    operation === "create" && kind === "Pod"
      ? { status: 403, reason, message: message.replace("POD", metadata.name) }
      : undefined,
  );

const quota = (stage: Stage) =>
  stage.cluster.store.create({
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "team", namespace },
    spec: { hard: { pods: "3" } },
  });

export const causes: readonly Cause[] = [
  {
    name: "the image is not there",
    tag: "9.9.9",
    step: "migrate",
    within: 2,
    code: 1,
    text: [
      "pod/addressbook-migrate-…: the image REGISTRY/addressbook:9.9.9 is not in its registry",
      "  seen    ErrImagePull: REGISTRY/addressbook:9.9.9: not found",
      "  change  IMAGE: push it, or give a digest that is there",
      "  run     aws ecr describe-images --region eu-central-1 --repository-name addressbook-aws-test/addressbook --image-ids imageTag=9.9.9",
    ],
  },
  {
    name: "the image is not there, and there is nothing to migrate",
    options: withoutMigration,
    tag: "9.9.9",
    step: "canary",
    within: 2,
    code: 1,
    text: [
      "pod/addressbook-canary-…: the image REGISTRY/addressbook:9.9.9 is not in its registry",
      "  seen    ErrImagePull: REGISTRY/addressbook:9.9.9: not found",
      "  change  IMAGE: push it, or give a digest that is there",
      "  run     aws ecr describe-images --region eu-central-1 --repository-name addressbook-aws-test/addressbook --image-ids imageTag=9.9.9",
    ],
  },
  {
    name: "the nodes may not pull the image",
    image: { ...good, pull: { failure: "unauthorized" } },
    step: "migrate",
    within: 2,
    code: 1,
    text: [
      "pod/addressbook-migrate-…: the nodes may not pull REGISTRY/addressbook:1.1.0, or it is not in its registry",
      "  seen    ErrImagePull: failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://123456789012.dkr.ecr.eu-central-1.amazonaws.com/token?scope=repository%3Aaddressbook-aws-test%2Faddressbook%3Apull&service=123456789012.dkr.ecr.eu-central-1.amazonaws.com: 401 Unauthorized",
      "  change  IMAGE: take the image from REGISTRY/addressbook; the nodes have a login for it",
      "  run     aws ecr describe-images --region eu-central-1 --repository-name addressbook-aws-test/addressbook --image-ids imageTag=1.1.0",
    ],
  },
  {
    name: "the registry limits pulls for a while",
    options: withoutMigration,
    image: { ...good, pull: { failure: "rate limited", times: 2 } },
    step: "canary",
    within: 7,
    code: 0,
    text: [
      "pod/addressbook-canary-…: the registry limits how often 123456789012.dkr.ecr.eu-central-1.amazonaws.com may be pulled from, and refuses REGISTRY/addressbook:1.1.0 for now",
      "  seen    ImagePullBackOff: failed to copy: httpReadSeeker: failed open: unexpected status code https://123456789012.dkr.ecr.eu- … book-aws-test/addressbook/manifests/1.1.0: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
      "  change  IMAGE: take the image from REGISTRY/addressbook, which has no such limit",
      "  run     kubectl --namespace addressbook describe pod addressbook-canary-…",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the image is not there for the nodes' processors",
    image: { ...good, pull: { failure: "no platform" } },
    step: "migrate",
    within: 2,
    code: 1,
    text: [
      "pod/addressbook-migrate-…: the image REGISTRY/addressbook:1.1.0 is not there for the processors of the nodes (linux/amd64)",
      "  seen    ErrImagePull: no match for platform in manifest: not found",
      "  change  IMAGE: build it with docker build --platform linux/amd64, push it and give its new digest",
      "  run     docker manifest inspect REGISTRY/addressbook:1.1.0",
    ],
  },
  {
    name: "the image is built for other processors",
    options: withoutMigration,
    image: { ...good, architecture: "arm64" },
    step: "canary",
    within: 5,
    code: 1,
    text: [
      "pod/addressbook-canary-…: the image REGISTRY/addressbook:1.1.0 is built for another processor than the nodes have (linux/amd64)",
      "  seen    exit code 255: it has failed, or could not be started",
      "          log: exec /usr/local/bin/docker-entrypoint.sh: exec format error",
      "  change  IMAGE: build it with docker build --platform linux/amd64, push it and give its new digest",
      "  run     docker manifest inspect REGISTRY/addressbook:1.1.0",
    ],
  },
  {
    name: "the migration's image is built for other processors",
    image: { ...good, architecture: "arm64" },
    step: "migrate",
    within: 5,
    code: 1,
    text: [
      "job/addressbook-migrate-…: the image REGISTRY/addressbook:1.1.0 is built for another processor than the nodes have (linux/amd64)",
      "  seen    exit code 255: it has failed, or could not be started",
      "          log: exec node dist/migrate.js: exec format error",
      "          BackoffLimitExceeded: Job has reached the specified backoff limit",
      "  change  IMAGE: build it with docker build --platform linux/amd64, push it and give its new digest",
      "  run     docker manifest inspect REGISTRY/addressbook:1.1.0",
    ],
  },
  {
    name: "the program fails at its start",
    image: fails(
      logLine("info", "it starts"),
      "TypeError: Cannot read properties of undefined (reading 'port')",
      "    at Object.<anonymous> (/app/addressbook/dist/main.js:1:2)",
    ),
    step: "canary",
    within: 5,
    code: 1,
    text: [
      "pod/addressbook-canary-…: the program fails at its start, with exit code 1",
      "  seen    exit code 1: it has failed, after 0 s; restarted once",
      "          log: TypeError: Cannot read properties of undefined (reading 'port')",
      "  run     kubectl --namespace addressbook logs addressbook-canary-… --container addressbook",
    ],
  },
  {
    name: "a module is missing in the image",
    image: fails("node:internal/modules/cjs/loader:1228", "  throw err;", "Error: Cannot find module 'pg'"),
    step: "canary",
    within: 5,
    code: 1,
    text: [
      "pod/addressbook-canary-…: the image lacks a module of the program",
      "  seen    exit code 1: it has failed, after 0 s; restarted once",
      "          log: Error: Cannot find module 'pg'",
      "  change  addressbook/Dockerfile: copy it into the image, build and push that, and give its digest",
      "  run     kubectl --namespace addressbook logs addressbook-canary-… --container addressbook",
    ],
  },
  {
    name: "the program fails after it was ready",
    image: { ...good, crash: { exitCode: 1, afterMillis: 4000, logs: ["fatal: the cache is broken"] } },
    step: "canary",
    within: 20,
    code: 1,
    text: [
      "pod/addressbook-canary-…: the program fails after it was ready, with exit code 1",
      "  seen    exit code 1: it has failed, after 4 s; restarted 2 times",
      "          log: fatal: the cache is broken",
      "  run     kubectl --namespace addressbook logs addressbook-canary-… --container addressbook --previous",
    ],
  },
  {
    name: "the program takes too much memory",
    image: { ...good, memory: { mebibytes: 900, afterMillis: 300 } },
    step: "canary",
    within: 5,
    code: 1,
    text: [
      "pod/addressbook-canary-…: the program takes more memory than its limit of 256Mi, and is killed",
      "  seen    exit code 137: it was killed for its memory (OOMKilled), after 0 s; restarted once",
      "          log: the service listens at http://0.0.0.0:3000",
      "  change  service.resources.memoryLimit: raise it, or let the program take less",
      "  run     kubectl --namespace addressbook top pod addressbook-canary-…",
    ],
  },
  {
    name: "somebody deletes the Secret",
    disturb: (stage) => {
      underUs(stage, () => {
        stage.cluster.store.remove("Secret", namespace, "db-params");
      });
    },
    step: "canary",
    within: 5,
    code: 1,
    text: [
      "pod/addressbook-canary-…: there is no Secret db-params, which the pods need",
      '  seen    FailedMount: MountVolume.SetUp failed for volume "db-params" : secret "db-params" not found',
      "  run     npx release connect --environment aws-test",
    ],
  },
  {
    name: "the Secret lacks a key",
    image: fails("error: /var/run/db/DB_PASSWORD must be a file, got: nothing"),
    step: "canary",
    within: 5,
    code: 1,
    text: [
      "pod/addressbook-canary-…: the Secret with the database's login has no key DB_PASSWORD",
      "  seen    exit code 1: it has failed, after 0 s; restarted once",
      "          log: error: /var/run/db/DB_PASSWORD must be a file, got: nothing",
      "  run     npx release connect --environment aws-test",
    ],
  },
  {
    name: "somebody deletes the ConfigMap",
    disturb: (stage) => {
      underUs(stage, () => {
        for (const { metadata } of stage.cluster.store.list("ConfigMap", namespace))
          stage.cluster.store.remove("ConfigMap", namespace, metadata.name);
      });
    },
    step: "canary",
    within: 2,
    code: 1,
    text: [
      "pod/addressbook-canary-…: there is no ConfigMap addressbook-…, which the pods need",
      '  seen    CreateContainerConfigError: configmap "addressbook-…" not found',
      "  change  service.configuration: release again: it is written with each release",
      "  run     kubectl --namespace addressbook get configmaps",
    ],
  },
  {
    name: "no node has enough processor",
    options: { ...withoutMigration, cluster: { nodes: [{ cpu: "0.15" }, { cpu: "0.15" }, { cpu: "0.15" }] } },
    step: "canary",
    within: 5,
    code: 1,
    text: [
      "pod/addressbook-canary-…: no node has enough processor left for the pod",
      "  seen    0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
      "          the pod asks for 100m of processor; each of 3 nodes has at most 150m of processor, and pods of this namespace take 300m of processor",
      "  change  service.resources.cpuRequest: lower it, or release with fewer pods; or raise cluster.nodeCount, and npx cdktf deploy",
      "  run     kubectl --namespace addressbook describe nodes",
    ],
  },
  {
    name: "all nodes are full",
    options: { ...withoutMigration, cluster: { nodes: [{ pods: 1 }, { pods: 1 }, { pods: 1 }] } },
    step: "canary",
    within: 5,
    code: 1,
    text: [
      "pod/addressbook-canary-…: no node has enough place left for the pod",
      "  seen    0/3 nodes are available: 3 Too many pods. no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
      "  change  cluster.nodeCount: raise it, and npx cdktf deploy",
      "  run     kubectl --namespace addressbook describe nodes",
    ],
  },
  {
    name: "all nodes are for others",
    options: withoutMigration,
    disturb: ({ cluster: { store } }) => {
      for (const { metadata } of store.list("Node"))
        store.modify("Node", undefined, metadata.name, (node) => {
          Object.assign(node["spec"] as object, {
            taints: [{ key: "dedicated", value: "batch", effect: "NoSchedule" }],
          });
        });
    },
    step: "canary",
    within: 5,
    code: 1,
    text: [
      "pod/addressbook-canary-…: every node is set aside for other pods, or is not well (taints)",
      "  seen    0/3 nodes are available: 3 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
      "          the nodes have the taints dedicated=batch",
      "  run     kubectl --namespace addressbook describe nodes",
    ],
  },
  {
    name: "the quota is used up",
    options: withoutMigration,
    disturb: quota,
    step: "canary",
    within: 2,
    code: 1,
    text: [
      "deployment/addressbook-canary: the ResourceQuota team of the namespace has no room for another pod",
      "  seen    FailedCreate: exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3",
      "  change  service.stablePods: lower it, have fewer pods, or have the quota raised",
      "  run     kubectl --namespace addressbook describe resourcequota team",
    ],
  },
  {
    name: "the quota has no room for the migration",
    disturb: quota,
    step: "migrate",
    within: 5,
    code: 1,
    text: [
      "job/addressbook-migrate-…: the ResourceQuota team of the namespace has no room for another pod",
      "  seen    FailedCreate: exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3",
      "  change  service.stablePods: lower it, have fewer pods, or have the quota raised",
      "  run     kubectl --namespace addressbook describe resourcequota team",
    ],
  },
  {
    name: "Pod Security refuses the pods",
    options: withoutMigration,
    disturb: refuses(
      "Forbidden",
      'pods "POD" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "istio-proxy" must set securityContext.allowPrivilegeEscalation=false)',
    ),
    step: "canary",
    within: 2,
    code: 1,
    text: [
      'deployment/addressbook-canary: pods are not what the namespace admits (Pod Security "restricted:latest"): allowPrivilegeEscalation != false',
      '  seen    FailedCreate: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "istio-proxy" must set securityContext.allowPrivilegeEscalation=false)',
      "  change  constructs/kubernetes/hardened-pod.ts: pods are made there; whoever changes them later (a webhook, a hand) has to fit in",
      "  run     kubectl --namespace addressbook get namespace addressbook --show-labels",
    ],
  },
  {
    name: "a webhook refuses the pods",
    options: withoutMigration,
    disturb: ({ cluster }) =>
      cluster.admission.addWebhook("policy.example.org", (operation, { kind }) =>
        operation === "create" && kind === "Pod" ? "images must be signed" : undefined,
      ),
    step: "canary",
    within: 2,
    code: 1,
    text: [
      "deployment/addressbook-canary: the cluster's webhook policy.example.org refuses the pods: images must be signed",
      '  seen    FailedCreate: admission webhook "policy.example.org" denied the request: images must be signed',
      "  change  constructs/kubernetes/hardened-pod.ts: make pods as the policy wants them, or have an exception made",
    ],
  },
  {
    name: "the readiness probe asks for what is not there",
    image: readiness(404, '{"title":"not found"}'),
    step: "canary",
    within: 13,
    code: 1,
    text: [
      "pod/addressbook-canary-…: the service answers 404 to its readiness probe at /ready",
      '  seen    GET /ready answers 404: {"title":"not found"}',
      "  change  service.probes.readiness: name a path that answers 2xx when all is well",
      "  run     kubectl --namespace addressbook logs addressbook-canary-… --container addressbook",
    ],
  },
  {
    name: "the service answers 500",
    image: readiness(500, '{"message":"the cache is not warm"}'),
    play: soonGivenUp,
    step: "canary",
    within: 7,
    code: 70,
    text: [
      "pod/addressbook-canary-…: the service answers 500 to its readiness probe at /ready: the cache is not warm",
      '  seen    GET /ready answers 500: {"message":"the cache is not warm"}',
      "          log: the service listens at http://0.0.0.0:3000",
      "  run     kubectl --namespace addressbook logs addressbook-canary-… --container addressbook",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the service answers 503",
    image: readiness(503, "warming up"),
    play: soonGivenUp,
    step: "canary",
    within: 7,
    code: 70,
    text: [
      "pod/addressbook-canary-…: the service answers 503 to its readiness probe at /ready: warming up",
      "  seen    GET /ready answers 503: warming up",
      "          log: the service listens at http://0.0.0.0:3000",
      "  run     kubectl --namespace addressbook logs addressbook-canary-… --container addressbook",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the service answers too late",
    image: readiness(200, "", 60_000),
    play: soonGivenUp,
    step: "canary",
    within: 10,
    code: 70,
    text: [
      "pod/addressbook-canary-…: the service does not answer its readiness probe at /ready in time",
      '  seen    Unhealthy: Readiness probe failed: Get "http://10.244.0.4:3000/ready": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      "          log: the service listens at http://0.0.0.0:3000",
      "  change  service.resources.cpuLimit: raise it if the program is slow for want of processor",
      "  run     kubectl --namespace addressbook logs addressbook-canary-… --container addressbook",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "nothing listens",
    image: { ...good, port: 8080, logs: [] },
    play: soonGivenUp,
    step: "canary",
    within: 7,
    code: 70,
    text: [
      "pod/addressbook-canary-…: nothing listens at port 3000 of the pod",
      '  seen    Unhealthy: Startup probe failed: Get "http://10.244.0.4:3000/live": dial tcp 10.244.0.4:3000: connect: connection refused',
      "  change  service.port: it must be the port that the program listens at, which it is told as PORT",
      "  run     kubectl --namespace addressbook logs addressbook-canary-… --container addressbook",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the program listens at another port",
    image: { ...good, port: 8080, logs: [logLine("info", "the service listens at http://0.0.0.0:8080")] },
    play: soonGivenUp,
    step: "canary",
    within: 7,
    code: 70,
    text: [
      "pod/addressbook-canary-…: the program listens at port 8080, and is asked at port 3000",
      '  seen    Unhealthy: Startup probe failed: Get "http://10.244.0.4:3000/live": dial tcp 10.244.0.4:3000: connect: connection refused',
      "          log: the service listens at http://0.0.0.0:8080",
      "  change  service.port: it must be the port that the program listens at, which it is told as PORT",
      "  run     kubectl --namespace addressbook logs addressbook-canary-… --container addressbook",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the liveness probe fails",
    image: {
      ...good,
      steady: false,
      answer: ({ path }, { now, startedAt }) => ({
        status: path === "/live" && now - startedAt < 3000 ? 200 : 500,
        body: "deadlock",
      }),
    },
    play: { timeoutSeconds: 60 },
    step: "canary",
    within: 45,
    code: 70,
    text: [
      "pod/addressbook-canary-…: the container is restarted because its liveness probe fails",
      "  seen    Killing: Container addressbook failed liveness probe, will be restarted",
      "          Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 500",
      "          exit code 0: it has ended by itself, without an error, after 35 s",
      "          log: the service listens at http://0.0.0.0:3000",
      "  change  service.probes.liveness: name a path that answers as long as the process works, and does not ask the database",
      "  run     kubectl --namespace addressbook logs addressbook-canary-… --container addressbook",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the migration fails",
    image: migration(1, [logLine("error", '0002_phones has failed: column "phone" already exists')]),
    step: "migrate",
    within: 5,
    code: 1,
    text: [
      "job/addressbook-migrate-…: the migration 0002_phones has failed, and nothing of it is left",
      "  seen    exit code 1: it has failed, after 0 s",
      '          log: 0002_phones has failed: column "phone" already exists',
      "          BackoffLimitExceeded: Job has reached the specified backoff limit",
      "  change  addressbook/migrations: mend the migration, build the image anew and release that",
      "  run     kubectl --namespace addressbook logs addressbook-migrate-… --container migrate",
    ],
  },
  {
    name: "the migration gets no lock",
    image: migration(1, [logLine("error", "0002_phones has failed: canceling statement due to lock timeout")]),
    step: "migrate",
    within: 5,
    code: 1,
    text: [
      "job/addressbook-migrate-…: the migration 0002_phones gets no lock: somebody else uses the table",
      "  seen    exit code 1: it has failed, after 0 s",
      "          log: 0002_phones has failed: canceling statement due to lock timeout",
      "          BackoffLimitExceeded: Job has reached the specified backoff limit",
      "  run     kubectl --namespace addressbook logs job/addressbook-migrate-…",
    ],
  },
  {
    name: "the migration takes long",
    image: migration(0, [logLine("info", "0002_phones runs")], 600_000),
    play: { timeoutSeconds: 70 },
    step: "migrate",
    within: 64,
    code: 70,
    text: [
      "job/addressbook-migrate-…: the program of the Job runs for more than a minute, and has not ended yet",
      "  seen    it runs for 62 s",
      "          log: 0002_phones runs",
      "  run     kubectl --namespace addressbook logs addressbook-migrate-…",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the migration does not end",
    image: migration(0, [], 600_000),
    step: "migrate",
    within: 302,
    code: 1,
    text: [
      "job/addressbook-migrate-…: the Job did not end within its 300 s",
      "  seen    DeadlineExceeded: Job was active longer than specified deadline",
      "  change  service.migrationCommand: make the migration shorter, or run what takes long outside of a release",
      "  run     kubectl --namespace addressbook describe job addressbook-migrate-…",
    ],
  },
  {
    name: "the database cannot be reached",
    image: notReady("it cannot be reached"),
    play: soonGivenUp,
    step: "canary",
    within: 7,
    code: 70,
    text: [
      "pod/addressbook-canary-…: the database cannot be reached from the pods",
      '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it cannot be reached"}',
      "  change  DB_HOST: hand over the database's address and login again; they come from the environment's outputs",
      "  run     kubectl --namespace addressbook get networkpolicies",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the database has another password",
    image: notReady("it refuses the login"),
    play: soonGivenUp,
    step: "canary",
    within: 7,
    code: 70,
    text: [
      "pod/addressbook-canary-…: the database refuses the service's login",
      '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it refuses the login"}',
      "  change  DB_PASSWORD: hand over the login again: the role or its password has changed",
      "  run     npx release connect --environment aws-test",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the database's certificate is not trusted",
    image: notReady("the connection cannot be trusted"),
    play: soonGivenUp,
    step: "canary",
    within: 7,
    code: 70,
    text: [
      "pod/addressbook-canary-…: the database's certificate is not trusted",
      '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: the connection cannot be trusted"}',
      "  change  DB_CA: hand over the authority's certificates again; the cloud may have renewed them",
      "  run     npx release connect --environment aws-test",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the database has too many connections",
    image: notReady("it has too many connections"),
    play: soonGivenUp,
    step: "canary",
    within: 7,
    code: 70,
    text: [
      "pod/addressbook-canary-…: the database has no connections left",
      '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it has too many connections"}',
      "  change  service.databasePoolSize: lower it, have fewer pods, or take a larger database",
      "  run     kubectl --namespace addressbook logs addressbook-canary-… --container addressbook",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the role lacks rights",
    image: notReady("the role may not do that"),
    play: soonGivenUp,
    step: "canary",
    within: 7,
    code: 70,
    text: [
      "pod/addressbook-canary-…: the service's role lacks rights in the database",
      '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: the role may not do that"}',
      "  run     npx release connect --environment aws-test",
      "  note    it may pass by itself",
    ],
  },
  {
    name: "the database was not migrated",
    image: notReady("it is not migrated"),
    play: soonGivenUp,
    step: "canary",
    within: 7,
    code: 70,
    text: [
      "pod/addressbook-canary-…: the database lacks migrations that the service needs",
      '  seen    GET /ready answers 503: {"ready":false,"reason":"the database is not available: it is not migrated"}',
      "  change  service.migrationCommand: let the migration run before the pods, from the same image",
      "  run     kubectl --namespace addressbook get jobs",
      "  note    it may pass by itself",
    ],
  },
];
