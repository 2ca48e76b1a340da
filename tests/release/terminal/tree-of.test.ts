import type { Deployment, Event, Pod, ReplicaSet, Service } from "../../../release/cluster/objects";
import type { Snapshot } from "../../../release/snapshot";
import type { PodState } from "../../../release/terminal/release-event";
import { changesBetween } from "../../../release/terminal/pod-changes";
import { type TreeContext, treeOf } from "../../../release/terminal/tree-of";
import { start } from "./played-release";

const context: TreeContext = { service: { name: "addressbook", namespace: "addressbook", strategy: "canary" } };

const time = (seconds: number): string => new Date(start + 1000 * seconds).toISOString();

const container = {
  name: "addressbook",
  image: "registry/app:2",
  startupProbe: { httpGet: { path: "/live", port: "http" } },
  readinessProbe: { httpGet: { path: "/ready", port: "http" } },
  lifecycle: { preStop: { sleep: { seconds: 5 } } },
};

function deployment(track: string, more: Partial<Deployment> = {}): Deployment {
  const name = `addressbook-${track}`;
  const labels = { app: "addressbook", deployment: name };
  return {
    metadata: { name, uid: name, annotations: { "deployment.kubernetes.io/revision": "2" } },
    spec: {
      replicas: 1,
      minReadySeconds: 5,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
    ...more,
  };
}

interface PodParts {
  readonly metadata?: object;
  readonly spec?: object;
  readonly status?: object;
}

/** A pod on a node, whose container is made. */
function pod(track: string, name: string, { metadata, spec, status }: PodParts = {}): Pod {
  return {
    metadata: {
      name,
      creationTimestamp: time(0),
      labels: { app: "addressbook", deployment: `addressbook-${track}`, "pod-template-hash": "5d4f9" },
      ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: `addressbook-${track}-5d4f9`, uid: "1" }],
      ...metadata,
    },
    spec: { nodeName: "node-1", containers: [container], ...spec },
    status: {
      phase: "Pending",
      conditions: [{ type: "PodScheduled", status: "True" }],
      containerStatuses: [
        { name: "addressbook", ready: false, restartCount: 0, state: { waiting: { reason: "ContainerCreating" } } },
      ],
      ...status,
    },
  } as unknown as Pod;
}

const readySince = (seconds: number): PodParts => ({
  status: {
    phase: "Running",
    conditions: [{ type: "Ready", status: "True", lastTransitionTime: time(seconds) }],
    containerStatuses: [{ name: "addressbook", ready: true, started: true, restartCount: 0, state: { running: {} } }],
  },
});

const inState = (status: object): PodParts => ({
  status: {
    conditions: [{ type: "PodScheduled", status: "True" }],
    containerStatuses: [{ name: "addressbook", ready: false, restartCount: 0, ...status }],
  },
});

const waitingFor = (reason: string, message?: string, lastState?: object): PodParts =>
  inState({ state: { waiting: { reason, message } }, lastState });

const running = (started: boolean): PodParts => inState({ started, state: { running: {} } });

const event = (reason: string, message: string, seconds = 1): Event => ({
  reason,
  message,
  lastTimestamp: time(seconds),
  involvedObject: { kind: "Pod", name: "a" },
  metadata: {},
});

const seconds = 20;

function stateOf(parts: PodParts, surroundings: Partial<Snapshot> = {}): Partial<PodState> {
  const snapshot = {
    at: start + 1000 * seconds,
    deployments: [deployment("canary")],
    pods: [pod("canary", "a", parts)],
  };
  const { state, why, until } = treeOf({ ...snapshot, ...surroundings }, context).deployments[0]!.pods[0]!;
  return { state, why, ...(until === undefined ? {} : { until: (until - start) / 1000 }) };
}

const waits = (why: string) => ({ state: "waiting", why });
const fails = (why: string) => ({ state: "failing", why });

const unschedulable = (reason: string, message: string): PodParts => ({
  spec: { nodeName: undefined },
  status: { conditions: [{ type: "PodScheduled", status: "False", reason, message }], containerStatuses: undefined },
});

const deleted = (secondsLeft: number): PodParts => ({
  metadata: { deletionTimestamp: time(seconds + secondsLeft), deletionGracePeriodSeconds: 30 },
});

test.each<[string, PodParts, object, Partial<Snapshot>?]>([
  [
    "is new",
    { spec: { nodeName: undefined }, status: { conditions: undefined, containerStatuses: undefined } },
    waits("it is scheduled"),
  ],
  [
    "fits nowhere",
    unschedulable("Unschedulable", "0/3 nodes are available: 3 Insufficient cpu."),
    waits("a node has room: 0/3 nodes are available: 3 Insufficient cpu."),
  ],
  ["is held back", unschedulable("SchedulingGated", "…"), waits("a scheduling gate is opened")],
  ["has no container yet", { status: { containerStatuses: undefined } }, waits("image is pulled")],
  ["is being made", {}, waits("image is pulled")],
  [
    "has no network and no secrets yet",
    {
      spec: { volumes: [{ name: "db", secret: { secretName: "db-params" } }] },
      status: { conditions: [{ type: "PodReadyToStartContainers", status: "False" }] },
    },
    waits("secrets are mounted"),
  ],
  [
    "has no network yet",
    { status: { conditions: [{ type: "PodReadyToStartContainers", status: "False" }] } },
    waits("volumes and network are set up"),
  ],
  [
    "has its image",
    {},
    waits("container starts"),
    { events: [event("Pulled", "Successfully pulled image", 3), event("Pulling", "Pulling image", 2)] },
  ],
  [
    "misses a secret",
    {},
    fails('volume cannot be mounted: MountVolume.SetUp failed for volume "db" : secret "db-params" not found'),
    {
      events: [
        event("Scheduled", "Successfully assigned", 1),
        event("FailedMount", 'MountVolume.SetUp failed for volume "db" : secret "db-params" not found', 2),
      ],
    },
  ],
  [
    "has no image",
    waitingFor("ErrImagePull", "rpc error: code = NotFound desc = registry/app:2: not found"),
    fails("image cannot be pulled: rpc error: code = NotFound desc = registry/app:2: not found"),
  ],
  [
    "has no image, and its kubelet says why",
    waitingFor("ImagePullBackOff", 'Back-off pulling image "registry/app:2": ErrImagePull: registry/app:2: not found'),
    fails("image cannot be pulled: registry/app:2: not found"),
  ],
  [
    "has no image, and an event says why",
    waitingFor("ImagePullBackOff", 'Back-off pulling image "registry/app:2"'),
    fails("image cannot be pulled: not found"),
    {
      events: [
        event("Failed", 'Failed to pull image "registry/app:2": not found'),
        event("Failed", "Error: ErrImagePull"),
      ],
    },
  ],
  [
    "has no image, and nobody says why",
    waitingFor("ImagePullBackOff", 'Back-off pulling image "registry/app:2"'),
    fails('image cannot be pulled: Back-off pulling image "registry/app:2"'),
  ],
  [
    "has a wrong name of an image",
    waitingFor("InvalidImageName", 'couldn\'t parse image name "A"'),
    fails('image has no valid name: couldn\'t parse image name "A"'),
  ],
  [
    "misses a key",
    waitingFor("CreateContainerConfigError", "couldn't find key DB_HOST in Secret addressbook/db-params"),
    fails(
      "container cannot be started, CreateContainerConfigError: couldn't find key DB_HOST in Secret addressbook/db-params",
    ),
  ],
  [
    "crashes",
    waitingFor("CrashLoopBackOff", "back-off 10s restarting", { terminated: { exitCode: 1, reason: "Error" } }),
    fails("ended with exit code 1, is started again later"),
  ],
  [
    "has just crashed",
    inState({ state: { terminated: { exitCode: 137, reason: "OOMKilled" } } }),
    fails("ran out of memory, exit code 137"),
  ],
  [
    "has no program",
    inState({ state: { terminated: { exitCode: 128, reason: "StartError", message: 'exec: "nodee": not found' } } }),
    fails('container cannot be started: exec: "nodee": not found'),
  ],
  [
    "was evicted",
    { status: { phase: "Failed", reason: "Evicted", message: "The node was low on resource: memory." } },
    fails("Evicted: The node was low on resource: memory."),
  ],
  ["starts", running(false), waits("startup probe")],
  [
    "does not start",
    running(false),
    waits('startup probe: Get "http://10.0.0.5:3000/live": dial tcp 10.0.0.5:3000: connect: connection refused'),
    {
      events: [
        event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 500", 9),
        event(
          "Unhealthy",
          'Startup probe failed: Get "http://10.0.0.5:3000/live": dial tcp 10.0.0.5:3000: connect: connection refused',
        ),
      ],
    },
  ],
  ["has started", running(true), waits("readiness probe")],
  [
    "is not ready",
    running(true),
    waits("readiness probe: HTTP probe failed with statuscode: 503"),
    { events: [event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503")] },
  ],
  [
    "is not ready, and was asked why",
    running(true),
    waits('answers 503 to /ready: {"ready":false, "reason":"no database"}'),
    { answers: { a: { status: 503, body: '{"ready":false,\n"reason":"no database"}' } } },
  ],
  [
    "waits for a balancer",
    {
      spec: { readinessGates: [{ conditionType: "target-health" }] },
      status: { containerStatuses: [{ name: "addressbook", ready: true, restartCount: 0, state: { running: {} } }] },
    },
    waits("readiness gate target-health"),
  ],
  [
    "has an init container",
    { status: { initContainerStatuses: [{ name: "init", state: { running: {} } }] } },
    waits("init container init ends"),
  ],
  [
    "has an init container that failed",
    { status: { initContainerStatuses: [{ name: "init", state: { terminated: { exitCode: 2 } } }] } },
    fails("init container init ended with exit code 2"),
  ],
  ["has just become ready", readySince(18), { state: "ready", why: "has to stay ready", until: 23 }],
  ["is ready", readySince(15), { state: "ready", why: "" }],
  ["drains", deleted(27), { state: "stopping", why: "drains", until: 22 }],
  ["ends", deleted(24), { state: "stopping", why: "ends", until: 44 }],
  ["has just ended", deleted(-1), { state: "stopping", why: "ends" }],
  ["does not go away", deleted(-6), { state: "stopping", why: "is not gone although its time is over" }],
])("a pod that %s", (_, parts, expected, ...[surroundings]) => {
  expect(stateOf(parts, surroundings)).toEqual(expected);
});

test("what the cluster says cannot move the cursor, and shows no password", () => {
  const message = "rpc error\u001b[2J\u202e postgres://app:marker-1@db/demo";
  const { why } = stateOf(waitingFor("ErrImagePull", message));
  expect(why).toBe("image cannot be pulled: rpc error postgres://app:…@db/demo");
});

const ready = (track: string, name: string): Pod => pod(track, name, readySince(0));
const snapshot = (pods: readonly Pod[], more: Partial<Snapshot> = {}): Snapshot => ({
  at: start + 1000 * seconds,
  deployments: [deployment("canary"), deployment("stable")],
  pods,
  ...more,
});
const shares = (of: Snapshot, more: Partial<TreeContext> = {}) =>
  Object.fromEntries(
    treeOf(of, { ...context, ...more }).deployments.map(({ track, trafficPercent }) => [track, trafficPercent]),
  );
const balancer = (selector: Record<string, string>): Service => ({
  metadata: { name: "addressbook-lb" },
  spec: { selector },
});

const three = ["b", "c", "d"].map((name) => ready("stable", name));

test("the traffic is shared by ready pods that the balancer selects, or by weight", () => {
  const pods = [ready("canary", "a"), ...three, pod("stable", "e", running(true)), pod("canary", "f", deleted(20))];
  expect(shares(snapshot(pods))).toEqual({ canary: 25, stable: 75 });
  expect(shares(snapshot(pods.slice(0, 3)))).toEqual({ canary: 33.3, stable: 66.7 });
  expect(shares(snapshot([]))).toEqual({ canary: 0, stable: 0 });
  expect(shares(snapshot(pods, { services: [balancer({ deployment: "addressbook-stable" })] }))).toEqual({
    canary: 0,
    stable: 100,
  });
  const weights = { "addressbook-canary": 5, "addressbook-stable": 95 };
  expect(shares(snapshot(pods), { weights })).toEqual({ canary: 5, stable: 95 });
});

test("the colours of blue-green", () => {
  const colours: Snapshot = {
    ...snapshot([ready("blue", "a"), ready("green", "b")]),
    deployments: [deployment("green"), deployment("blue")],
    services: [balancer({ app: "addressbook", deployment: "addressbook-green" })],
  };
  expect(shares(colours, { service: { ...context.service, strategy: "blue-green" } })).toEqual({ blue: 0, green: 100 });
});

test("pods belong to the Deployment that made them, whatever their labels, and stay until they are gone", () => {
  // as in the book, where both Deployments select `app` alone
  const labels = { app: "addressbook", "pod-template-hash": "5d4f9" };
  const [canary, stable] = ["canary", "stable"].map((track) => {
    const { metadata, ...rest } = ready(track, `${track}-1`);
    return { ...rest, metadata: { ...metadata, labels } };
  });
  const before = treeOf(snapshot([canary!, stable!]), context);
  expect(before.deployments.map(({ pods }) => pods.map(({ name }) => name))).toEqual([["canary-1"], ["stable-1"]]);

  const after = treeOf(snapshot([canary!, stable!], { deployments: [deployment("stable")] }), context);
  expect(after.deployments[0]).toMatchObject({
    name: "addressbook-canary",
    desiredPods: 0,
    readyPods: 1,
    image: "registry/app:2",
    pods: [{ name: "canary-1", isOld: true }],
  });
  expect(treeOf(snapshot([stable!], { deployments: [deployment("stable")] }), context).deployments).toHaveLength(1);
});

test("an old pod is of another image, or of another revision where ReplicaSets are known", () => {
  const other = pod("canary", "b", { spec: { containers: [{ ...container, image: "registry/app:1" }] } });
  const pods = [ready("canary", "a"), other];
  const isOld = (of: Snapshot) => treeOf(of, context).deployments[0]!.pods.map((one) => one.isOld);
  expect(isOld(snapshot(pods))).toEqual([false, true]);

  const replicaSet = (hash: string, revision: string) =>
    ({
      metadata: {
        labels: { "pod-template-hash": hash },
        annotations: { "deployment.kubernetes.io/revision": revision },
        ownerReferences: [{ uid: "addressbook-canary" }],
      },
    }) as unknown as ReplicaSet;
  expect(isOld(snapshot(pods, { replicaSets: [replicaSet("5d4f9", "1"), replicaSet("77777", "2")] }))).toEqual([
    true,
    true,
  ]);
  expect(isOld(snapshot(pods, { replicaSets: [replicaSet("5d4f9", "2")] }))).toEqual([false, true]);
});

test("a Deployment that may make no pods says why, and pods are the oldest first", () => {
  const refused = deployment("canary", {
    status: {
      conditions: [
        { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: "exceeded quota:\n pods" },
      ],
    },
  });
  const pods = [
    pod("canary", "b", { metadata: { creationTimestamp: time(9) } }),
    pod("canary", "a", { metadata: { creationTimestamp: time(3) } }),
  ];
  const [state] = treeOf(snapshot(pods, { deployments: [refused] }), context).deployments;
  expect(state).toMatchObject({ why: "exceeded quota: pods", desiredPods: 1, readyPods: 0 });
  expect(state!.pods.map(({ name, since }) => [name, since - start])).toEqual([
    ["a", 3000],
    ["b", 9000],
  ]);
});

test("a ready pod of the version before is not taken for one of the image that its Deployment wants", () => {
  const old = { spec: { containers: [{ ...container, image: "registry/app:1" }] }, ...readySince(0) };
  const crashing = waitingFor("CrashLoopBackOff", "back-off", { terminated: { exitCode: 1 } });
  const summary = (...pods: Pod[]): string | undefined => {
    const snapshot = { at: start + 20_000, deployments: [deployment("canary")], pods };
    return changesBetween(undefined, treeOf(snapshot, context))[0]?.text;
  };
  expect(summary(pod("canary", "a", old), pod("canary", "b", crashing))).toBe(
    "addressbook-canary: 1/1 ready (0 new), 100 % of the traffic, app:2",
  );
  expect(summary(pod("canary", "b", readySince(0)))).toBe("addressbook-canary: 1/1 ready, 100 % of the traffic, app:2");
});
