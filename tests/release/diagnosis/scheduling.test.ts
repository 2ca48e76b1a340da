import type { Pod } from "../../../release/cluster/objects";
import { event, type Given, pod, running, second, told } from "./support";

/** A pod that the scheduler has found no node for. */
const unschedulable = (message: string): Pod =>
  pod({
    spec: { nodeName: undefined },
    status: {
      phase: "Pending",
      containerStatuses: undefined,
      conditions: [
        { type: "PodScheduled", status: "False", reason: "Unschedulable", message, lastTransitionTime: second(0) },
      ],
    },
  });

describe("a pod without a node", () => {
  test.each<[string, Given, string[]]>([
    [
      "no processor",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
        events: [
          event(
            "FailedScheduling",
            "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node has enough processor left for the pod",
        "  seen    0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
        "          the pod asks for 100m of processor",
        "  change  service.resources.cpuRequest: lower it, or release with fewer pods; or raise cluster.nodeCount, and npx cdktf deploy",
        "  run     kubectl --namespace addressbook describe nodes",
      ],
    ],
    [
      "no processor: before Kubernetes 1.26",
      {
        cloud: "aws",
        pods: [unschedulable("0/3 nodes are available: 3 Insufficient cpu.")],
        events: [event("FailedScheduling", "0/3 nodes are available: 3 Insufficient cpu.")],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node has enough processor left for the pod",
        "  seen    0/3 nodes are available: 3 Insufficient cpu.",
        "          the pod asks for 100m of processor",
        "  change  service.resources.cpuRequest: lower it, or release with fewer pods; or raise cluster.nodeCount, and npx cdktf deploy",
        "  run     kubectl --namespace addressbook describe nodes",
      ],
    ],
    [
      "no memory, and the nodes are known",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
        events: [
          event(
            "FailedScheduling",
            "0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
        nodes: ["a", "b", "c"].map((name) => ({
          metadata: { name },
          status: { allocatable: { cpu: "1930m", memory: "3388360Ki", pods: "17" } },
        })),
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node has enough memory left for the pod",
        "  seen    0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
        "          the pod asks for 128Mi of memory; each of 3 nodes has at most 3308Mi of memory, and pods of this namespace take 0Mi of memory",
        "  change  service.resources.memoryRequest: lower it, or release with fewer pods; or raise cluster.nodeCount, and npx cdktf deploy",
        "  run     kubectl --namespace addressbook describe nodes",
      ],
    ],
    [
      "neither, and pods of the namespace are known",
      {
        cloud: "google",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 Insufficient cpu, 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
          pod({
            name: "addressbook-stable-aaaaaaaaaa-bbbbb",
            spec: { nodeName: "a" },
            state: running(),
            ready: true,
            metadata: {
              ownerReferences: [
                { apiVersion: "apps/v1", kind: "ReplicaSet", name: "addressbook-stable-aaaaaaaaaa", uid: "x" },
              ],
            },
          }),
        ],
        events: [],
        nodes: ["a", "b", "c"].map((name) => ({
          metadata: { name },
          status: { allocatable: { cpu: "1930m", memory: "3388360Ki", pods: "17" } },
        })),
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node has enough processor and memory left for the pod",
        "  seen    0/3 nodes are available: 3 Insufficient cpu, 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
        "          the pod asks for 100m of processor; each of 3 nodes has at most 1930m of processor, and pods of this namespace take 100m of processor",
        "          the pod asks for 128Mi of memory; each of 3 nodes has at most 3308Mi of memory, and pods of this namespace take 128Mi of memory",
        "  change  service.resources.cpuRequest: lower it, or release with fewer pods; or raise cluster.nodeCount, and npx cdktf deploy",
        "  run     kubectl --namespace addressbook describe nodes",
      ],
    ],
    [
      "no processor in a local cluster",
      {
        cloud: "local",
        pods: [
          unschedulable(
            "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
          ),
        ],
        events: [
          event(
            "FailedScheduling",
            "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node has enough processor left for the pod",
        "  seen    0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
        "          the pod asks for 100m of processor",
        "  change  service.resources.cpuRequest: lower it, or release with fewer pods",
        "  run     kubectl --namespace addressbook describe nodes",
      ],
    ],
    [
      "too many pods",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 Too many pods. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
        events: [
          event(
            "FailedScheduling",
            "0/3 nodes are available: 3 Too many pods. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node has enough place left for the pod",
        "  seen    0/3 nodes are available: 3 Too many pods. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
        "  change  cluster.nodeCount: raise it, and npx cdktf deploy",
        "  run     kubectl --namespace addressbook describe nodes",
      ],
    ],
    [
      "no processor, and a pod that stops may make room",
      {
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
          pod({
            name: "addressbook-stable-aaaaaaaaaa-bbbbb",
            state: running(),
            metadata: { deletionTimestamp: second(40) },
          }),
        ],
        events: [],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node has enough processor left for the pod",
        "  seen    0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
        "          the pod asks for 100m of processor",
        "  change  service.resources.cpuRequest: lower it, or release with fewer pods; or raise cluster.nodeCount, and npx cdktf deploy",
        "  run     kubectl --namespace addressbook describe nodes",
        "  note    it may pass by itself",
      ],
    ],
    [
      "no processor, and a node comes",
      {
        cloud: "autopilot",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
        events: [
          event(
            "TriggeredScaleUp",
            "pod triggered scale-up: [{https://www.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/g 0->1 (max: 1000)}]",
            { type: "Normal" },
          ),
          event(
            "FailedScheduling",
            "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node has enough processor left for the pod",
        "  seen    0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
        "          TriggeredScaleUp: pod triggered scale-up: [{https://www.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/g 0->1 (max: 1000)}]",
        "          the pod asks for 100m of processor",
        "  change  service.resources.cpuRequest: lower it, or release with fewer pods",
        "  run     kubectl --namespace addressbook describe nodes",
        "  note    it may pass by itself",
      ],
    ],
    [
      "no processor, and no node will come",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
        events: [
          event("NotTriggerScaleUp", "pod didn't trigger scale-up: 3 max node group size reached"),
          event(
            "FailedScheduling",
            "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node has enough processor left for the pod",
        "  seen    0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
        "          NotTriggerScaleUp: pod didn't trigger scale-up: 3 max node group size reached",
        "          the pod asks for 100m of processor",
        "  change  service.resources.cpuRequest: lower it, or release with fewer pods; or raise cluster.nodeCount, and npx cdktf deploy",
        "  run     kubectl --namespace addressbook describe nodes",
      ],
    ],
    [
      "no nodes yet on Autopilot",
      {
        cloud: "autopilot",
        pods: [unschedulable("no nodes available to schedule pods")],
        events: [event("FailedScheduling", "no nodes available to schedule pods")],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node takes the pod",
        "  seen    no nodes available to schedule pods",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "no processor, and the events are not known",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node has enough processor left for the pod",
        "  seen    0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
        "          the pod asks for 100m of processor",
        "  change  service.resources.cpuRequest: lower it, or release with fewer pods; or raise cluster.nodeCount, and npx cdktf deploy",
        "  run     kubectl --namespace addressbook describe nodes",
        "  note    it may pass by itself",
      ],
    ],
    [
      "taints",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: batch}. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
        events: [
          event(
            "FailedScheduling",
            "0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: batch}. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: every node is set aside for other pods, or is not well (taints)",
        "  seen    0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: batch}. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
        "  run     kubectl --namespace addressbook describe nodes",
      ],
    ],
    [
      "taints: Kubernetes 1.35",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 node(s) had untolerated taint(s). preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
        events: [
          event(
            "FailedScheduling",
            "0/3 nodes are available: 3 node(s) had untolerated taint(s). preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: every node is set aside for other pods, or is not well (taints)",
        "  seen    0/3 nodes are available: 3 node(s) had untolerated taint(s). preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
        "  run     kubectl --namespace addressbook describe nodes",
        "  note    it may pass by itself",
      ],
    ],
    [
      "taints: Kubernetes 1.35, with what the nodes say themselves",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
        events: [],
        nodes: [
          { spec: { taints: [{ key: "dedicated", value: "batch", effect: "NoSchedule" }] } },
          { spec: { taints: [{ key: "old", effect: "PreferNoSchedule" }] } },
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: every node is set aside for other pods, or is not well (taints)",
        "  seen    0/3 nodes are available: 3 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
        "          the nodes have the taints dedicated=batch",
        "  run     kubectl --namespace addressbook describe nodes",
      ],
    ],
    [
      "taints: Kubernetes 1.35, of a node that gets well",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
        events: [],
        nodes: [{ spec: { taints: [{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }] } }],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: every node is set aside for other pods, or is not well (taints)",
        "  seen    0/3 nodes are available: 3 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
        "          the nodes have the taints node.kubernetes.io/not-ready",
        "  run     kubectl --namespace addressbook describe nodes",
        "  note    it may pass by itself",
      ],
    ],
    [
      "nodes that are not ready",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 node(s) had untolerated taint {node.kubernetes.io/not-ready: }. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
        events: [
          event(
            "FailedScheduling",
            "0/3 nodes are available: 3 node(s) had untolerated taint {node.kubernetes.io/not-ready: }. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: every node is set aside for other pods, or is not well (taints)",
        "  seen    0/3 nodes are available: 3 node(s) had untolerated taint {node.kubernetes.io/not-ready: }. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
        "  run     kubectl --namespace addressbook describe nodes",
        "  note    it may pass by itself",
      ],
    ],
    [
      "nodes that are being updated",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
        events: [
          event(
            "FailedScheduling",
            "0/3 nodes are available: 3 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the nodes take no new pods at the moment: they are being updated, or somebody has cordoned them",
        "  seen    0/3 nodes are available: 3 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
        "  run     kubectl --namespace addressbook get nodes",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a selector",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
        events: [
          event(
            "FailedScheduling",
            "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node is one that the pod asks for (selector, affinity, spread)",
        "  seen    0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
      ],
    ],
    [
      "a volume",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
        events: [
          event(
            "FailedScheduling",
            "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the volume of the pod is not to be had on any node",
        "  seen    0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
      ],
    ],
    [
      "a claim that is not there",
      {
        cloud: "aws",
        pods: [
          unschedulable(
            '0/3 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
          ),
        ],
        events: [
          event(
            "FailedScheduling",
            '0/3 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the volume of the pod is not to be had on any node",
        '  seen    0/3 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
      ],
    ],
    [
      "something else",
      {
        cloud: "aws",
        pods: [unschedulable("0/3 nodes are available: 3 node(s) didn't have free ports for the requested pod ports.")],
        events: [
          event(
            "FailedScheduling",
            "0/3 nodes are available: 3 node(s) didn't have free ports for the requested pod ports.",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node takes the pod",
        "  seen    0/3 nodes are available: 3 node(s) didn't have free ports for the requested pod ports.",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
      ],
    ],
    [
      "a second without a node",
      {
        at: 1,
        pods: [
          unschedulable(
            "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
          ),
        ],
        events: [],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: no node has enough processor left for the pod",
        "  seen    0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
        "          the pod asks for 100m of processor",
        "  change  service.resources.cpuRequest: lower it, or release with fewer pods; or raise cluster.nodeCount, and npx cdktf deploy",
        "  run     kubectl --namespace addressbook describe nodes",
        "  note    it may pass by itself",
      ],
    ],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
