import { type Given, pod, running, second, told } from "./support";

describe("a pod that is taken away", () => {
  test.each<[string, Given, string[]]>([
    [
      "memory of the node",
      {
        pods: [
          pod({
            status: {
              phase: "Failed",
              reason: "Evicted",
              message:
                "The node was low on resource: memory. Threshold quantity: 100Mi, available: 52Mi. Container addressbook was using 210Mi, request is 128Mi, has larger consumption of memory. ",
            },
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node was short of memory, and evicted the pod; another one takes its place",
        "  seen    Evicted: The node was low on resource: memory. Threshold quantity: 100Mi, available: 52Mi. Container addressbook was using 210Mi, request is 128Mi, has larger consumption of memory.",
        "  run     kubectl --namespace addressbook describe node node-1",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a directory that is full",
      {
        pods: [
          pod({
            status: {
              phase: "Failed",
              reason: "Evicted",
              message: 'Usage of EmptyDir volume "tmp" exceeds the limit "16Mi". ',
            },
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the pod wrote more than it may to its directories or its log, and was evicted",
        '  seen    Evicted: Usage of EmptyDir volume "tmp" exceeds the limit "16Mi".',
        "  change  service.writableDirectories: give the directory a larger size, or write less",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "all that the container writes",
      {
        pods: [
          pod({
            status: {
              phase: "Failed",
              reason: "Evicted",
              message: "Pod ephemeral local storage usage exceeds the total limit of containers 128Mi. ",
            },
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the pod wrote more than it may to its directories or its log, and was evicted",
        "  seen    Evicted: Pod ephemeral local storage usage exceeds the total limit of containers 128Mi.",
        "  change  service.writableDirectories: give the directory a larger size, or write less",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a more important pod",
      {
        pods: [
          pod({
            status: { phase: "Failed", reason: "Preempting", message: "Preempted in order to admit critical pod" },
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: a more important pod took the place of this one; another one is made",
        "  seen    Preempting: Preempted in order to admit critical pod",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a node that is shut down",
      {
        pods: [
          pod({
            status: {
              phase: "Failed",
              reason: "Terminated",
              message: "Pod was terminated in response to imminent node shutdown.",
            },
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node has given the pod up; another one is made",
        "  seen    Terminated: Pod was terminated in response to imminent node shutdown.",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a node without room after all",
      {
        pods: [
          pod({
            status: {
              phase: "Failed",
              reason: "OutOfcpu",
              message:
                "Pod was rejected: Node didn't have enough resource: cpu, requested: 100, used: 1950, capacity: 1930",
            },
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node has given the pod up; another one is made",
        "  seen    OutOfcpu: Pod was rejected: Node didn't have enough resource: cpu, requested: 100, used: 1950, capacity: 1930",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a node that does not answer",
      {
        pods: [pod({ state: running(-60) })],
        nodes: [
          {
            metadata: { name: "node-1" },
            status: {
              conditions: [
                {
                  type: "Ready",
                  status: "Unknown",
                  reason: "NodeStatusUnknown",
                  message: "Kubelet stopped posting node status.",
                },
              ],
            },
          },
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node node-1 does not answer; its pods are replaced after some minutes",
        "  seen    NodeStatusUnknown: Kubelet stopped posting node status.",
        "  run     kubectl --namespace addressbook get nodes",
        "  note    it may pass by itself",
      ],
    ],
    [
      "an eviction through the API",
      {
        pods: [
          pod({
            status: {
              phase: "Failed",
              conditions: [
                {
                  type: "DisruptionTarget",
                  status: "True",
                  reason: "EvictionByEvictionAPI",
                  message: "Eviction API: evicting",
                },
              ],
            },
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the pod is taken away from its node; another one is made",
        "  seen    EvictionByEvictionAPI: Eviction API: evicting",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a pod that should be gone",
      { at: 120, pods: [pod({ state: running(-60), metadata: { deletionTimestamp: second(60) } })] },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the pod should be gone, but its node has not said that it has ended",
        "  seen    it should have ended 60 s ago",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a pod that a finalizer keeps",
      { at: 120, pods: [pod({ metadata: { deletionTimestamp: second(60), finalizers: ["example.com/keep"] } })] },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the pod should be gone, and is kept by example.com/keep",
        "  seen    it should have ended 60 s ago",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a pod that should be gone, on a node that does not answer",
      {
        at: 120,
        pods: [pod({ state: running(-60), metadata: { deletionTimestamp: second(60) } })],
        nodes: [{ metadata: { name: "node-1" }, status: { conditions: [{ type: "Ready", status: "Unknown" }] } }],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the pod should be gone, but its node does not answer",
        "  seen    it should have ended 60 s ago",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a pod that still has time",
      { at: 65, pods: [pod({ state: running(-60), metadata: { deletionTimestamp: second(60) } })] },
      [],
    ],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
