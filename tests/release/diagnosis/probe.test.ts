import { event, type Given, pod, podName, running, second, told } from "./support";

describe("a pod that does not become ready", () => {
  test.each<[string, Given, string[]]>([
    [
      "404, for some seconds",
      {
        at: 9,
        pods: [pod({ state: running(), started: true })],
        events: [
          event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 404", {
            count: 3,
            lastTimestamp: second(8),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service answers 404 to its readiness probe at /ready",
        "  seen    Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 404",
        "  change  service.probes.readiness: name a path that answers 2xx when all is well",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "404, for longer",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 404", {
            count: 8,
            lastTimestamp: second(19),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service answers 404 to its readiness probe at /ready",
        "  seen    Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 404",
        "  change  service.probes.readiness: name a path that answers 2xx when all is well",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
      ],
    ],
    [
      "404, when it is asked again",
      {
        at: 8,
        pods: [pod({ state: running(), started: true })],
        answers: { [podName]: { status: 404, body: "<html>nothing here</html>" } },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service answers 404 to its readiness probe at /ready",
        "  seen    GET /ready answers 404: <html>nothing here</html>",
        "  change  service.probes.readiness: name a path that answers 2xx when all is well",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "404 to the startup probe",
      {
        at: 20,
        pods: [pod({ state: running(), started: false })],
        events: [
          event("Unhealthy", "Startup probe failed: HTTP probe failed with statuscode: 404", {
            count: 12,
            lastTimestamp: second(19),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service answers 404 to its startup probe at /live",
        "  seen    Unhealthy: Startup probe failed: HTTP probe failed with statuscode: 404",
        "  change  service.probes.startup: name a path that answers 2xx when all is well",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
      ],
    ],
    [
      "403",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 403", {
            count: 1,
            lastTimestamp: second(19),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service answers 403 to its readiness probe at /ready",
        "  seen    Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 403",
        "  change  service.probes.readiness: name a path that answers 2xx when all is well",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "500, and nothing else is known",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 500", {
            count: 1,
            lastTimestamp: second(19),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service answers 500 to its readiness probe at /ready",
        "  seen    Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 500",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "500 with a body of another service",
      {
        pods: [pod({ state: running(), started: true })],
        answers: {
          [podName]: {
            status: 500,
            body: JSON.stringify({ type: "about:blank", title: "Internal Server Error", detail: "the cache is cold" }),
          },
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service answers 500 to its readiness probe at /ready: the cache is cold",
        '  seen    GET /ready answers 500: {"type":"about:blank","title":"Internal Server Error","detail":"the cache is cold"}',
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "503 with a text",
      {
        pods: [pod({ state: running(), started: true })],
        answers: { [podName]: { status: 503, body: "warming up\n" } },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service answers 503 to its readiness probe at /ready: warming up",
        "  seen    GET /ready answers 503: warming up",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "503 with a page",
      {
        pods: [pod({ state: running(), started: true })],
        answers: { [podName]: { status: 503, body: "<html><body>Service Unavailable</body></html>" } },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service answers 503 to its readiness probe at /ready",
        "  seen    GET /ready answers 503: <html><body>Service Unavailable</body></html>",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "503, and the log knows why",
      {
        pods: [pod({ state: running(), started: true })],
        answers: { [podName]: { status: 503, body: "" } },
        logs: {
          [podName]: JSON.stringify({
            level: "error",
            message: "a request failed",
            err: { message: "connect ECONNREFUSED 10.0.0.9:5432" },
          }),
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database cannot be reached from the pods",
        "  seen    GET /ready answers 503",
        "          log: a request failed: connect ECONNREFUSED 10.0.0.9:5432",
        "  change  DB_HOST: hand over the database's address and login again; they come from the environment's outputs",
        "  run     kubectl --namespace addressbook get networkpolicies",
        "  note    it may pass by itself",
      ],
    ],
    [
      "refused",
      {
        at: 20,
        pods: [pod({ state: running(), started: false })],
        events: [
          event(
            "Unhealthy",
            'Startup probe failed: Get "http://10.0.0.5:3000/live": dial tcp 10.0.0.5:3000: connect: connection refused',
            { count: 1, lastTimestamp: second(19) },
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: nothing listens at port 3000 of the pod",
        '  seen    Unhealthy: Startup probe failed: Get "http://10.0.0.5:3000/live": dial tcp 10.0.0.5:3000: connect: connection refused',
        "  change  service.port: it must be the port that the program listens at, which it is told as PORT",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "refused: the program listens at another port",
      {
        at: 20,
        pods: [pod({ state: running(), started: false })],
        events: [
          event(
            "Unhealthy",
            'Startup probe failed: Get "http://10.0.0.5:3000/live": dial tcp 10.0.0.5:3000: connect: connection refused',
            { count: 1, lastTimestamp: second(19) },
          ),
        ],
        logs: { [podName]: JSON.stringify({ level: "info", message: "the service listens at http://0.0.0.0:8080" }) },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program listens at port 8080, and is asked at port 3000",
        '  seen    Unhealthy: Startup probe failed: Get "http://10.0.0.5:3000/live": dial tcp 10.0.0.5:3000: connect: connection refused',
        "          log: the service listens at http://0.0.0.0:8080",
        "  change  service.port: it must be the port that the program listens at, which it is told as PORT",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "refused: the program says so in other words",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event(
            "Unhealthy",
            'Readiness probe failed: Get "http://10.0.0.5:3000/ready": dial tcp 10.0.0.5:3000: connect: connection refused',
            { count: 1, lastTimestamp: second(19) },
          ),
        ],
        logs: { [podName]: "Listening on port 5000" },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program listens at port 5000, and is asked at port 3000",
        '  seen    Unhealthy: Readiness probe failed: Get "http://10.0.0.5:3000/ready": dial tcp 10.0.0.5:3000: connect: connection refused',
        "          log: Listening on port 5000",
        "  change  service.port: it must be the port that the program listens at, which it is told as PORT",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "refused: the program listens for itself only",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event(
            "Unhealthy",
            'Readiness probe failed: Get "http://10.0.0.5:3000/ready": dial tcp 10.0.0.5:3000: connect: connection refused',
            { count: 1, lastTimestamp: second(19) },
          ),
        ],
        logs: { [podName]: "listening at http://127.0.0.1:3000" },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program listens at 127.0.0.1, where nobody outside of its pod reaches it",
        '  seen    Unhealthy: Readiness probe failed: Get "http://10.0.0.5:3000/ready": dial tcp 10.0.0.5:3000: connect: connection refused',
        "          log: listening at http://127.0.0.1:3000",
        "  change  service.port: let the program listen at 0.0.0.0",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "too slow",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event(
            "Unhealthy",
            'Readiness probe failed: Get "http://10.0.0.5:3000/ready": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
            { count: 1, lastTimestamp: second(19) },
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service does not answer its readiness probe at /ready in time",
        '  seen    Unhealthy: Readiness probe failed: Get "http://10.0.0.5:3000/ready": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
        "  change  service.resources.cpuLimit: raise it if the program is slow for want of processor",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "no connection",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event(
            "Unhealthy",
            'Readiness probe failed: Get "http://10.0.0.5:3000/ready": dial tcp 10.0.0.5:3000: i/o timeout',
            { count: 1, lastTimestamp: second(19) },
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service does not answer its readiness probe at /ready in time",
        '  seen    Unhealthy: Readiness probe failed: Get "http://10.0.0.5:3000/ready": dial tcp 10.0.0.5:3000: i/o timeout',
        "  change  service.resources.cpuLimit: raise it if the program is slow for want of processor",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "no such port",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event("Unhealthy", 'Readiness probe errored: strconv.Atoi: parsing "web": invalid syntax', {
            count: 1,
            lastTimestamp: second(19),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the readiness probe asks a port that the container does not have",
        '  seen    Unhealthy: Readiness probe errored: strconv.Atoi: parsing "web": invalid syntax',
        "  change  service.port: it must be the port that the program listens at",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "something else",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event("Unhealthy", 'Readiness probe failed: Get "http://10.0.0.5:3000/ready": EOF', {
            count: 1,
            lastTimestamp: second(19),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the readiness probe of addressbook fails",
        '  seen    Unhealthy: Readiness probe failed: Get "http://10.0.0.5:3000/ready": EOF',
        "  change  service.probes.readiness: name a path that answers 2xx when all is well",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a command",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event("Unhealthy", "Readiness probe failed: /tmp: accepting connections no", {
            count: 1,
            lastTimestamp: second(19),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the readiness probe of addressbook fails",
        "  seen    Unhealthy: Readiness probe failed: /tmp: accepting connections no",
        "  change  service.probes.readiness: name a path that answers 2xx when all is well",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a start that has just begun",
      {
        at: 4,
        pods: [pod({ state: running() })],
        events: [
          event(
            "Unhealthy",
            'Startup probe failed: Get "http://10.0.0.5:3000/live": dial tcp 10.0.0.5:3000: connect: connection refused',
          ),
        ],
      },
      [],
    ],
    [
      "what the kubelet said before it answered well",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", {
            count: 1,
            lastTimestamp: second(19),
          }),
        ],
        answers: { [podName]: { status: 200, body: "{}" } },
      },
      [],
    ],
    [
      "an event from before the release",
      {
        pods: [pod({ state: running(-100), started: true })],
        events: [
          event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", {
            firstTimestamp: second(-90),
            lastTimestamp: second(-80),
          }),
        ],
      },
      [],
    ],
    [
      "an event of another pod of the same name",
      {
        at: 20,
        pods: [pod({ state: running(), started: true })],
        events: [
          event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", {
            count: 1,
            lastTimestamp: second(19),
            involvedObject: { kind: "Pod", name: podName, uid: "uid-of-another" },
          }),
        ],
      },
      [],
    ],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
