import { event, type Given, pod, told, waiting } from "./support";

describe("a pod whose containers are not made", () => {
  test.each<[string, Given, string[]]>([
    [
      "a Secret that is not there",
      { pods: [pod({ state: waiting("CreateContainerConfigError", 'secret "mail-login" not found') })] },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no Secret mail-login, which the pods need",
        '  seen    CreateContainerConfigError: secret "mail-login" not found',
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "a ConfigMap that is not there",
      { pods: [pod({ state: waiting("CreateContainerConfigError", 'configmap "addressbook-1f2e3d4c5b" not found') })] },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no ConfigMap addressbook-1f2e3d4c5b, which the pods need",
        '  seen    CreateContainerConfigError: configmap "addressbook-1f2e3d4c5b" not found',
        "  change  service.configuration: release again: it is written with each release",
        "  run     kubectl --namespace addressbook get configmaps",
      ],
    ],
    [
      "a key that a Secret lacks",
      {
        pods: [
          pod({
            state: waiting("CreateContainerConfigError", "couldn't find key DB_USER in Secret addressbook/db-params"),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the Secret db-params has no key DB_USER, which the pods need",
        "  seen    CreateContainerConfigError: couldn't find key DB_USER in Secret addressbook/db-params",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "a key that a ConfigMap lacks",
      {
        pods: [
          pod({
            state: waiting(
              "CreateContainerConfigError",
              "couldn't find key QUALITY in ConfigMap addressbook/addressbook-1f2e3d4c5b",
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the ConfigMap addressbook-1f2e3d4c5b has no key QUALITY, which the pods need",
        "  seen    CreateContainerConfigError: couldn't find key QUALITY in ConfigMap addressbook/addressbook-1f2e3d4c5b",
        "  change  service.configuration: release again: it is written with each release",
        "  run     kubectl --namespace addressbook get configmaps",
      ],
    ],
    [
      "a node that has not read the Secret yet",
      {
        pods: [
          pod({
            state: waiting(
              "CreateContainerConfigError",
              "failed to sync secret cache: timed out waiting for the condition",
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node has not read the pod's configuration yet",
        "  seen    CreateContainerConfigError: failed to sync secret cache: timed out waiting for the condition",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "an image that runs as root",
      {
        pods: [
          pod({
            state: waiting(
              "CreateContainerConfigError",
              'container has runAsNonRoot and image will run as root (pod: "x_addressbook(uid)", container: addressbook)',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 runs as root, or as a user without a number, and pods may not",
        '  seen    CreateContainerConfigError: container has runAsNonRoot and image will run as root (pod: "x_addressbook(uid)", container: addressbook)',
        "  change  addressbook/Dockerfile: end it with a USER by number such as 10001:10001",
      ],
    ],
    [
      "an image whose user has a name only",
      {
        pods: [
          pod({
            state: waiting(
              "CreateContainerConfigError",
              'container has runAsNonRoot and image has non-numeric user (node), cannot verify user is non-root (pod: "x", container: addressbook)',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 runs as root, or as a user without a number, and pods may not",
        '  seen    CreateContainerConfigError: container has runAsNonRoot and image has non-numeric user (node), cannot verify user is non-root (pod: "x", container: addressbook)',
        "  change  addressbook/Dockerfile: end it with a USER by number such as 10001:10001",
      ],
    ],
    [
      "something else",
      {
        pods: [
          pod({
            state: waiting(
              "CreateContainerConfigError",
              'failed to prepare subPath for volumeMount "x" of container "addressbook"',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the container cannot be made from its configuration",
        '  seen    CreateContainerConfigError: failed to prepare subPath for volumeMount "x" of container "addressbook"',
        "  change  service.configuration: mend what the message names",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
      ],
    ],
    [
      "a volume of a Secret that is not there",
      {
        pods: [pod({ state: waiting("ContainerCreating") })],
        events: [
          event("FailedMount", 'MountVolume.SetUp failed for volume "db-params" : secret "db-params" not found'),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no Secret db-params, which the pods need",
        '  seen    FailedMount: MountVolume.SetUp failed for volume "db-params" : secret "db-params" not found',
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "a volume that names a key that is not there",
      {
        pods: [pod({ state: waiting("ContainerCreating") })],
        events: [
          event(
            "FailedMount",
            'MountVolume.SetUp failed for volume "db-params" : references non-existent secret key: DB_CA',
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the Secret db-params has no key DB_CA, which the pods need",
        '  seen    FailedMount: MountVolume.SetUp failed for volume "db-params" : references non-existent secret key: DB_CA',
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "a volume of a ConfigMap that is not there",
      {
        pods: [pod({ state: waiting("ContainerCreating") })],
        events: [event("FailedMount", 'MountVolume.SetUp failed for volume "conf" : configmap "conf" not found')],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no ConfigMap conf, which the pods need",
        '  seen    FailedMount: MountVolume.SetUp failed for volume "conf" : configmap "conf" not found',
        "  change  service.configuration: release again: it is written with each release",
        "  run     kubectl --namespace addressbook get configmaps",
      ],
    ],
    [
      "a Secret that is known not to be there, without events",
      { pods: [pod({ state: waiting("ContainerCreating") })], secretKeys: { "db-params": null } },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no Secret db-params, which the pods need",
        "  seen    there is no Secret db-params, and the pod mounts it",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "a volume of a Secret that the node does not know yet",
      {
        pods: [pod({ state: waiting("ContainerCreating") })],
        events: [
          event(
            "FailedMount",
            'MountVolume.SetUp failed for volume "db-params" : object "addressbook"/"db-params" not registered',
          ),
        ],
      },
      [],
    ],
    [
      "another volume",
      {
        pods: [pod({ state: waiting("ContainerCreating") })],
        events: [
          event(
            "FailedAttachVolume",
            'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = NotFound desc = Instance "i-1" not found',
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: a volume of the pod cannot be mounted",
        '  seen    FailedAttachVolume: AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = NotFound desc = Instance "i-1" not found',
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    ["a container that is just being made", { pods: [pod({ state: waiting("ContainerCreating") })], events: [] }, []],
    [
      "a pod without a network",
      {
        pods: [pod({ state: waiting("ContainerCreating") })],
        events: [
          event(
            "FailedCreatePodSandBox",
            'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "ab": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no address left for the pod",
        '  seen    FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "ab": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
        "  change  network.cidr: a larger network takes a new cluster; or run fewer pods",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a node whose network does not work yet",
      {
        pods: [pod({ state: waiting("ContainerCreating") })],
        events: [
          event(
            "NetworkNotReady",
            "network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node cannot connect the pod to the network; it tries again by itself",
        "  seen    NetworkNotReady: network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
