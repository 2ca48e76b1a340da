import { needs } from "../../../release/diagnosis/needs";
import {
  balancer,
  contextOf,
  deployment,
  event,
  failedJob,
  type Given,
  job,
  jobName,
  jobPod,
  pod,
  podName,
  running,
  second,
  snapshotOf,
  terminated,
  waiting,
} from "./support";

const nothing = { lists: [], logs: [], answers: [], secrets: [] };
const unschedulable = pod({
  spec: { nodeName: undefined },
  status: {
    containerStatuses: [],
    conditions: [
      {
        type: "PodScheduled",
        status: "False",
        reason: "Unschedulable",
        message: "0/3 nodes are available: 3 Insufficient cpu.",
      },
    ],
  },
});

const wanted = (given: Given) => needs(snapshotOf(given), contextOf(given));

describe("what is worth reading", () => {
  test.each<[string, Given]>([
    ["pods that are ready", { pods: [pod({ state: running(), ready: true })] }],
    ["a pod that has just been made", { at: 2, pods: [pod({ state: waiting("ContainerCreating") })] }],
    ["a pod that has just begun", { at: 4, pods: [pod({ state: running() })] }],
    ["an image that is not there, and says so", { pods: [pod({ state: waiting("ErrImagePull", "x: not found") })] }],
    ["a pod that stops", { pods: [pod({ state: terminated(1), metadata: { deletionTimestamp: second(40) } })] }],
    [
      "a crash that is over",
      {
        pods: [
          pod({ state: running(-50), ready: true, restarts: 1, lastState: terminated(1, { finishedAt: second(-60) }) }),
        ],
      },
    ],
    ["a Job that runs", { deployments: [], job: jobName, jobs: [job()], pods: [jobPod(running())] }],
    ["a Job that has succeeded", { deployments: [], job: jobName, jobs: [job()], pods: [jobPod(terminated(0))] }],
    [
      "a Deployment of somebody else",
      { deployments: [deployment({ name: "other" })], pods: [pod({ state: terminated(1) })] },
    ],
  ])("is nothing: %s", (_title, given) => {
    expect(wanted(given)).toEqual(nothing);
  });

  test.each<[string, Given, Partial<ReturnType<typeof needs>>]>([
    [
      "a crash",
      { pods: [pod({ state: terminated(1) })] },
      { lists: ["Event"], logs: [{ pod: podName, container: "addressbook", previous: false }] },
    ],
    [
      "a crash, and it runs again",
      { pods: [pod({ state: running(18), lastState: terminated(1), restarts: 1 })] },
      { lists: ["Event"], logs: [{ pod: podName, container: "addressbook", previous: true }] },
    ],
    [
      "a pod that is not ready",
      { pods: [pod({ state: running(), started: true })] },
      {
        lists: ["Event"],
        logs: [{ pod: podName, container: "addressbook", previous: false }],
        answers: [{ pod: podName, port: 3000, path: "/ready" }],
      },
    ],
    [
      "a pod that has not started",
      { pods: [pod({ state: running(), started: false })] },
      { lists: ["Event"], logs: [{ pod: podName, container: "addressbook", previous: false }] },
    ],
    ["a pod without a node", { pods: [unschedulable] }, { lists: ["Event", "Node"] }],
    ["a container that is not made", { pods: [pod({ state: waiting("ContainerCreating") })] }, { lists: ["Event"] }],
    [
      "the same, and events say nothing",
      { pods: [pod({ state: waiting("ContainerCreating") })], events: [] },
      { secrets: ["db-params"] },
    ],
    [
      "the same, and events say why",
      { pods: [pod({ state: waiting("ContainerCreating") })], events: [event("FailedMount", "x")] },
      {},
    ],
    [
      "an image, and an older kubelet",
      { pods: [pod({ state: waiting("ImagePullBackOff", 'Back-off pulling image "x"') })] },
      { lists: ["Event"] },
    ],
    [
      "a node that may be lost",
      {
        pods: [
          pod({
            status: {
              conditions: [{ type: "Ready", status: "False" }],
              containerStatuses: [
                { name: "addressbook", ready: true, started: true, restartCount: 0, state: running(-60) },
              ],
            },
          }),
        ],
      },
      { lists: ["Event", "Node"] },
    ],
    [
      "two revisions with one image",
      {
        pods: [
          pod({ state: terminated(1) }),
          pod({ name: "addressbook-canary-0123456789-aaaaa", state: running(), ready: true }),
        ],
      },
      { lists: ["Event", "ReplicaSet"], logs: [{ pod: podName, container: "addressbook", previous: false }] },
    ],
    [
      "a Job that has failed",
      { deployments: [], job: jobName, jobs: [failedJob()], pods: [jobPod(terminated(1))] },
      { lists: ["Event"], logs: [{ pod: `${jobName}-q8z4d`, container: "addressbook", previous: false }] },
    ],
    ["a Job without a pod", { deployments: [], job: jobName, jobs: [job()] }, { lists: ["Event"] }],
    ["a balancer without an address", { services: [balancer()] }, { lists: ["Event"] }],
    [
      "pods that are ready behind a Service",
      {
        pods: [pod({ state: running(), ready: true })],
        services: [balancer({ status: { loadBalancer: { ingress: [{}] } } })],
      },
      { lists: ["EndpointSlice"] },
    ],
  ])("%s", (_title, given, expected) => {
    expect(wanted(given)).toEqual({ ...nothing, ...expected });
  });

  test("is that of five pods of a Deployment at most", () => {
    const pods = Array.from({ length: 8 }, (_, index) =>
      pod({ name: `addressbook-canary-5d4f98c7b6-aaaa${index}`, state: terminated(1) }),
    );
    expect(wanted({ pods }).logs).toHaveLength(5);
  });

  test("is nothing any more once it is there", () => {
    expect(
      wanted({
        pods: [pod({ state: running(), started: true }), unschedulable],
        events: [],
        nodes: [],
        replicaSets: [],
        logs: { [podName]: "" },
        answers: { [podName]: { status: 503, body: "" } },
      }),
    ).toEqual(nothing);
  });
});
