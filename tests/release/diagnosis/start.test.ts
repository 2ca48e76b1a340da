import { deployment, type Given, pod, podName, terminated, told, waiting } from "./support";

describe("a container that does not begin", () => {
  test.each<[string, Given, string[]]>([
    [
      "a program that is not there: containerd",
      {
        pods: [
          pod({
            state: waiting("CrashLoopBackOff", "back-off 10s restarting failed container=addressbook pod=x"),
            lastState: terminated(128, {
              reason: "StartError",
              message:
                'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nod": executable file not found in $PATH: unknown',
              startedAt: "1970-01-01T00:00:00Z",
            }),
            restarts: 1,
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no program nod in the image registry.example/team/addressbook:1.2.0",
        '  seen    StartError: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nod": executable file not found in $PATH: unknown',
        "  change  addressbook/Dockerfile: name a program that is in the image",
        "  run     docker image inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "a program that is not there: a path",
      {
        pods: [
          pod({
            state: waiting(
              "RunContainerError",
              'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app/server": stat /app/server: no such file or directory: unknown',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no program /app/server in the image registry.example/team/addressbook:1.2.0",
        '  seen    RunContainerError: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app/server": stat /app/server: no such file or directory: unknown',
        "  change  addressbook/Dockerfile: name a program that is in the image",
        "  run     docker image inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "a program that is not there: runc 1.2",
      {
        pods: [
          pod({
            state: waiting("CrashLoopBackOff", "back-off 10s restarting failed container=addressbook pod=x"),
            lastState: terminated(128, {
              reason: "StartError",
              message:
                'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/go-runner": stat /go-runner: no such file or directory: unknown',
              startedAt: "1970-01-01T00:00:00Z",
            }),
            restarts: 1,
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no program /go-runner in the image registry.example/team/addressbook:1.2.0",
        '  seen    StartError: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/go-runner": stat /go-runner: no such file or directory: unknown',
        "  change  addressbook/Dockerfile: name a program that is in the image",
        "  run     docker image inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "a program that is not there: CRI-O",
      {
        pods: [
          pod({
            state: waiting(
              "CreateContainerError",
              "container create failed: executable file `nod` not found in $PATH: No such file or directory",
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no program nod in the image registry.example/team/addressbook:1.2.0",
        "  seen    CreateContainerError: container create failed: executable file `nod` not found in $PATH: No such file or directory",
        "  change  addressbook/Dockerfile: name a program that is in the image",
        "  run     docker image inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "a program that is not there: Docker",
      {
        pods: [
          pod({
            state: waiting("CrashLoopBackOff", "back-off 10s restarting failed container=addressbook pod=x"),
            lastState: terminated(127, {
              reason: "ContainerCannotRun",
              message:
                'OCI runtime create failed: container_linux.go:346: starting container process caused "exec: \\"nod\\": executable file not found in $PATH": unknown',
              startedAt: "1970-01-01T00:00:00Z",
            }),
            restarts: 1,
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no program nod in the image registry.example/team/addressbook:1.2.0",
        '  seen    ContainerCannotRun: OCI runtime create failed: container_linux.go:346: starting container process caused "exec: \\"nod\\": executable file not found in $PATH": unknown',
        "  change  addressbook/Dockerfile: name a program that is in the image",
        "  run     docker image inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "a command of the environment that is not there",
      {
        pods: [
          pod({
            state: waiting(
              "RunContainerError",
              'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "serve": executable file not found in $PATH: unknown',
            ),
            container: { command: ["serve"] },
          }),
        ],
        deployments: [deployment({ spec: { template: { spec: { containers: [] } } } })],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: there is no program serve in the image registry.example/team/addressbook:1.2.0",
        '  seen    RunContainerError: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "serve": executable file not found in $PATH: unknown',
        "  change  service.command: name a program that is in the image",
        "  run     docker image inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "a shell that finds no program",
      { pods: [pod({ state: terminated(127) })], logs: { [podName]: "/bin/sh: 1: node: not found\n" } },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: a program that the container starts is not in the image registry.example/team/addressbook:1.2.0",
        "  seen    exit code 127: there is no such program",
        "          log: /bin/sh: 1: node: not found",
        "  change  addressbook/Dockerfile: name a program that is in the image",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
      ],
    ],
    [
      "a program that may not be executed",
      {
        pods: [
          pod({
            state: waiting("CrashLoopBackOff", "back-off 10s restarting failed container=addressbook pod=x"),
            lastState: terminated(128, {
              reason: "StartError",
              message:
                'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app/run.sh": permission denied: unknown',
              startedAt: "1970-01-01T00:00:00Z",
            }),
            restarts: 1,
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program in the image registry.example/team/addressbook:1.2.0 may not be executed by the user that pods run as",
        '  seen    StartError: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app/run.sh": permission denied: unknown',
        "  change  addressbook/Dockerfile: name a program that everybody may execute (chmod a+rx in the Dockerfile)",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
      ],
    ],
    [
      "a shell that may not execute a program",
      { pods: [pod({ state: terminated(126) })], logs: { [podName]: "/bin/sh: 1: ./run.sh: Permission denied\n" } },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program in the image registry.example/team/addressbook:1.2.0 may not be executed by the user that pods run as",
        "  seen    exit code 126: the program cannot be executed",
        "          log: /bin/sh: 1: ./run.sh: Permission denied",
        "  change  addressbook/Dockerfile: name a program that everybody may execute (chmod a+rx in the Dockerfile)",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
      ],
    ],
    [
      "no program at all",
      {
        pods: [
          pod({
            state: waiting(
              "CreateContainerError",
              'failed to generate container "ab" spec: failed to generate spec: no command specified',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 does not say which program to start",
        '  seen    CreateContainerError: failed to generate container "ab" spec: failed to generate spec: no command specified',
        "  change  addressbook/Dockerfile: name a program that is in the image",
        "  run     docker image inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "another processor: containerd",
      {
        pods: [
          pod({
            state: waiting("CrashLoopBackOff", "back-off 10s restarting failed container=addressbook pod=x"),
            lastState: terminated(128, {
              reason: "StartError",
              message:
                "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec /usr/local/bin/node: exec format error: unknown",
              startedAt: "1970-01-01T00:00:00Z",
            }),
            restarts: 1,
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is built for another processor than the nodes have (linux/amd64)",
        "  seen    StartError: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec /usr/local/bin/node: exec format error: unknown",
        "  change  IMAGE: build it with docker build --platform linux/amd64, push it and give its new digest",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "another processor: in the log",
      {
        cloud: "arm",
        pods: [pod({ state: terminated(255) })],
        logs: { [podName]: "exec /usr/local/bin/docker-entrypoint.sh: exec format error\n" },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is built for another processor than the nodes have (linux/arm64)",
        "  seen    exit code 255: it has failed, or could not be started",
        "          log: exec /usr/local/bin/docker-entrypoint.sh: exec format error",
        "  change  IMAGE: build it with docker build --platform linux/arm64, push it and give its new digest",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "another processor: Docker",
      {
        pods: [pod({ state: waiting("CrashLoopBackOff"), lastState: terminated(1), restarts: 1 })],
        logs: { [podName]: "standard_init_linux.go:228: exec user process caused: exec format error\n" },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is built for another processor than the nodes have (linux/amd64)",
        "  seen    exit code 1: it has failed",
        "          log: standard_init_linux.go:228: exec user process caused: exec format error",
        "  change  IMAGE: build it with docker build --platform linux/amd64, push it and give its new digest",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "a node that had no time",
      { pods: [pod({ state: waiting("CreateContainerError", "context deadline exceeded") })] },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node could not start the container; it tries again by itself",
        "  seen    CreateContainerError: context deadline exceeded",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a node that failed once",
      {
        pods: [
          pod({
            state: waiting("CrashLoopBackOff", "back-off 10s restarting failed container=addressbook pod=x"),
            lastState: terminated(128, {
              reason: "StartError",
              message:
                "failed to create containerd task: failed to create shim task: context deadline exceeded: unknown",
              startedAt: "1970-01-01T00:00:00Z",
            }),
            restarts: 1,
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node could not start the container; it tries again by itself",
        "  seen    StartError: failed to create containerd task: failed to create shim task: context deadline exceeded: unknown",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
