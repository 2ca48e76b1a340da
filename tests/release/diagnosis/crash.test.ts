import { event, type Given, pod, podName, running, second, terminated, told, waiting } from "./support";

describe("a program that ends", () => {
  test.each<[string, Given, string[]]>([
    [
      "the first time",
      {
        pods: [pod({ state: terminated(1) })],
        logs: {
          [podName]:
            '{"level": "info", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "message": "begins"}\n{"level": "fatal", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "err": {"type": "TypeError", "message": "x is not a function", "stack": "TypeError: x is not a function\\n at main.js"}, "message": "the service has failed"}\n',
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program fails at its start, with exit code 1",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: the service has failed: x is not a function",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "the second time, soon after its start",
      {
        pods: [
          pod({
            state: waiting("CrashLoopBackOff", "back-off 10s restarting failed container=addressbook pod=x"),
            lastState: terminated(1),
            restarts: 1,
          }),
        ],
        logs: {
          [podName]:
            '{"level": "info", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "message": "begins"}\n{"level": "fatal", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "err": {"type": "TypeError", "message": "x is not a function", "stack": "TypeError: x is not a function\\n at main.js"}, "message": "the service has failed"}\n',
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program fails at its start, with exit code 1",
        "  seen    exit code 1: it has failed, after 1 s; restarted once",
        "          log: the service has failed: x is not a function",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
      ],
    ],
    [
      "the second time, after a while",
      {
        pods: [
          pod({
            state: waiting("CrashLoopBackOff", "back-off 10s restarting failed container=addressbook pod=x"),
            lastState: terminated(1, { finishedAt: second(15) }),
            restarts: 1,
          }),
        ],
        logs: {
          [podName]:
            '{"level": "info", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "message": "begins"}\n{"level": "fatal", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "err": {"type": "TypeError", "message": "x is not a function", "stack": "TypeError: x is not a function\\n at main.js"}, "message": "the service has failed"}\n',
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program fails at its start, with exit code 1",
        "  seen    exit code 1: it has failed, after 14 s; restarted once",
        "          log: the service has failed: x is not a function",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "the third time",
      {
        pods: [
          pod({
            state: waiting("CrashLoopBackOff", "back-off 10s restarting failed container=addressbook pod=x"),
            lastState: terminated(1, { finishedAt: second(15) }),
            restarts: 2,
          }),
        ],
        logs: { [podName]: '{"level": 60, "msg": "cannot start", "err": {"message": "listen tcp: bad address"}}\n' },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program fails at its start, with exit code 1",
        "  seen    exit code 1: it has failed, after 14 s; restarted 2 times",
        "          log: cannot start: listen tcp: bad address",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
      ],
    ],
    [
      "it runs again, and is not ready",
      {
        pods: [pod({ state: running(15), lastState: terminated(1), restarts: 1 })],
        logs: {
          [podName]:
            '{"level": "info", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "message": "begins"}\n{"level": "fatal", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "err": {"type": "TypeError", "message": "x is not a function", "stack": "TypeError: x is not a function\\n at main.js"}, "message": "the service has failed"}\n',
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program fails at its start, with exit code 1",
        "  seen    exit code 1: it has failed, after 1 s; restarted once",
        "          log: the service has failed: x is not a function",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook --previous",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it is ready again",
      {
        pods: [pod({ state: running(15), lastState: terminated(1), restarts: 1, ready: true, readyAt: 17 })],
        logs: {
          [podName]:
            '{"level": "info", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "message": "begins"}\n{"level": "fatal", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "err": {"type": "TypeError", "message": "x is not a function", "stack": "TypeError: x is not a function\\n at main.js"}, "message": "the service has failed"}\n',
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program fails after it was ready, with exit code 1",
        "  seen    exit code 1: it has failed, after 1 s; restarted once",
        "          log: the service has failed: x is not a function",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook --previous",
        "  note    it may pass by itself",
      ],
    ],
    [
      "it was ready before",
      {
        pods: [pod({ state: terminated(1, { finishedAt: second(19) }), readyAt: 19 })],
        logs: {
          [podName]:
            '{"level": "info", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "message": "begins"}\n{"level": "fatal", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "err": {"type": "TypeError", "message": "x is not a function", "stack": "TypeError: x is not a function\\n at main.js"}, "message": "the service has failed"}\n',
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program fails after it was ready, with exit code 1",
        "  seen    exit code 1: it has failed, after 18 s",
        "          log: the service has failed: x is not a function",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "what is over",
      {
        pods: [
          pod({
            state: running(-50),
            lastState: terminated(1, { startedAt: second(-90), finishedAt: second(-60) }),
            restarts: 1,
            ready: true,
            readyAt: -50,
          }),
        ],
        logs: {
          [podName]:
            '{"level": "info", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "message": "begins"}\n{"level": "fatal", "time": "2026-03-01T12:00:01Z", "service": "addressbook", "err": {"type": "TypeError", "message": "x is not a function", "stack": "TypeError: x is not a function\\n at main.js"}, "message": "the service has failed"}\n',
        },
      },
      [],
    ],
    [
      "without a log",
      { pods: [pod({ state: terminated(3) })] },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program fails at its start, with exit code 3",
        "  seen    exit code 3, after 1 s",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a number that nobody knows",
      { pods: [pod({ state: terminated(77) })], logs: { [podName]: "bye\n" } },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program fails at its start, with exit code 77",
        "  seen    exit code 77, after 1 s",
        "          log: bye",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a log without JSON",
      {
        pods: [pod({ state: terminated(1) })],
        logs: { [podName]: 'Starting\nTraceback (most recent call last):\n  File "x"\nValueError: bad\n' },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program fails at its start, with exit code 1",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: ValueError: bad",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "wrong settings",
      {
        pods: [pod({ state: terminated(2) })],
        logs: {
          [podName]:
            'error: `PORT` must be a port from 0 (any) to 65535, got: "http"\nerror: `LOG_LEVEL` must be fatal, error, warn, info, debug, trace or silent, got: "loud"\n',
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program does not take its variable PORT",
        "  seen    exit code 2: it was started with wrong settings or arguments, after 1 s",
        '          log: error: `PORT` must be a port from 0 (any) to 65535, got: "http"',
        '          log: error: `LOG_LEVEL` must be fatal, error, warn, info, debug, trace or silent, got: "loud"',
        "  change  service.configuration: give it another value",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
      ],
    ],
    [
      "a key that the Secret lacks",
      {
        pods: [pod({ state: terminated(2) })],
        logs: { [podName]: "error: /var/run/db/DB_USER must be a file, got: nothing\n" },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the Secret with the database's login has no key DB_USER",
        "  seen    exit code 2: it was started with wrong settings or arguments, after 1 s",
        "          log: error: /var/run/db/DB_USER must be a file, got: nothing",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "a value in the Secret that is none",
      {
        pods: [pod({ state: terminated(2) })],
        logs: { [podName]: 'error: /var/run/db/DB_PORT must be a port from 1 to 65535, got: "5432x"\n' },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the service does not take DB_PORT of the Secret with the database's login",
        "  seen    exit code 2: it was started with wrong settings or arguments, after 1 s",
        '          log: error: /var/run/db/DB_PORT must be a port from 1 to 65535, got: "5432x"',
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "a module that the image lacks",
      {
        pods: [pod({ state: terminated(1) })],
        logs: {
          [podName]:
            "node:internal/modules/cjs/loader:1228\n  throw err;\n  ^\n\nError: Cannot find module 'fastify'\nRequire stack:\n- /app/addressbook/dist/main.js\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15)\n  code: 'MODULE_NOT_FOUND'\n}\n\nNode.js v24.21.0\n",
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image lacks a module of the program",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: Error: Cannot find module 'fastify'",
        "  change  addressbook/Dockerfile: copy it into the image, build and push that, and give its digest",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
      ],
    ],
    [
      "a file system that is read-only",
      {
        pods: [pod({ state: terminated(1) })],
        logs: { [podName]: "Error: EROFS: read-only file system, mkdir '/var/cache/x'\n" },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program writes to a directory that is read-only",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: Error: EROFS: read-only file system, mkdir '/var/cache/x'",
        "  change  service.writableDirectories: add the directory, with a size",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
      ],
    ],
    [
      "a port that is not allowed",
      {
        pods: [pod({ state: terminated(1) })],
        logs: { [podName]: "Error: listen EACCES: permission denied 0.0.0.0:80\n" },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program may not listen on its port, because it is not root",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: Error: listen EACCES: permission denied 0.0.0.0:80",
        "  change  service.port: choose one from 1024 on",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
      ],
    ],
    [
      "out of memory",
      {
        pods: [
          pod({
            state: waiting("CrashLoopBackOff", "back-off 10s restarting failed container=addressbook pod=x"),
            lastState: terminated(137, { reason: "OOMKilled", finishedAt: second(5) }),
            restarts: 1,
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program takes more memory than its limit of 256Mi, and is killed",
        "  seen    exit code 137: it was killed for its memory (OOMKilled), after 4 s; restarted once",
        "  change  service.resources.memoryLimit: raise it, or let the program take less",
        "  run     kubectl --namespace addressbook top pod addressbook-canary-5d4f98c7b6-x7k2p",
      ],
    ],
    [
      "out of memory once, and ready again",
      {
        pods: [
          pod({
            state: running(15),
            lastState: terminated(137, { reason: "OOMKilled", finishedAt: second(14) }),
            restarts: 1,
            ready: true,
            readyAt: 16,
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program takes more memory than its limit of 256Mi, and is killed",
        "  seen    exit code 137: it was killed for its memory (OOMKilled), after 13 s; restarted once",
        "  change  service.resources.memoryLimit: raise it, or let the program take less",
        "  run     kubectl --namespace addressbook top pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a heap that is full",
      {
        pods: [pod({ state: terminated(134) })],
        logs: {
          [podName]:
            "<--- Last few GCs --->\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n",
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program's heap is full",
        "  seen    exit code 134: it has given up by itself (SIGABRT), as Node.js does when its heap is full, after 1 s",
        "          log: FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
        "  change  service.resources.memoryLimit: raise it; half of it is for the heap",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
      ],
    ],
    [
      "given up",
      { pods: [pod({ state: terminated(134) })], logs: { [podName]: "assertion failed\n" } },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program is ended by a signal (SIGABRT)",
        "  seen    exit code 134: it has given up by itself (SIGABRT), as Node.js does when its heap is full, after 1 s",
        "          log: assertion failed",
        "  change  addressbook/Dockerfile: look for a native module, or a base image, that does not fit",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "killed from outside",
      { pods: [pod({ state: terminated(137, { finishedAt: second(15) }) })] },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program is killed from outside, and not for its memory",
        "  seen    exit code 137: it was killed (SIGKILL), after 14 s",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "wrong memory",
      { pods: [pod({ state: terminated(139) })], logs: { [podName]: "" } },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program is ended by a signal (SIGSEGV)",
        "  seen    exit code 139: it has accessed memory that is not its own (SIGSEGV), after 1 s",
        "  change  addressbook/Dockerfile: look for a native module, or a base image, that does not fit",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "asked to end",
      { pods: [pod({ state: terminated(143, { finishedAt: second(15) }) })] },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program is asked to end, and ends",
        "  seen    exit code 143: it was asked to end (SIGTERM), after 14 s",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "ended without an error",
      {
        pods: [
          pod({ state: waiting("CrashLoopBackOff"), lastState: terminated(0, { reason: "Completed" }), restarts: 2 }),
        ],
        logs: { [podName]: "done\n" },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program ends by itself without an error, and should run until it is told to stop",
        "  seen    exit code 0: it has ended by itself, without an error, after 1 s; restarted 2 times",
        "          log: done",
        "  change  service.command: name the program that serves, in the foreground",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
      ],
    ],
    [
      "restarted by its liveness probe",
      {
        pods: [pod({ state: running(18), lastState: terminated(143, { finishedAt: second(17) }), restarts: 2 })],
        events: [
          event("Killing", "Container addressbook failed liveness probe, will be restarted", { type: "Normal" }),
          event("Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500"),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the container is restarted because its liveness probe fails",
        "  seen    Killing: Container addressbook failed liveness probe, will be restarted",
        "          Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 500",
        "          exit code 143: it was asked to end (SIGTERM), after 16 s; restarted 2 times",
        "  change  service.probes.liveness: name a path that answers as long as the process works, and does not ask the database",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook --previous",
      ],
    ],
    [
      "restarted by its startup probe",
      {
        at: 100,
        pods: [
          pod({
            state: running(65),
            lastState: terminated(137, { startedAt: second(1), finishedAt: second(62) }),
            restarts: 1,
          }),
        ],
        events: [
          event("Killing", "Container addressbook failed startup probe, will be restarted", {
            lastTimestamp: second(60),
          }),
          event(
            "Unhealthy",
            'Startup probe failed: Get "http://10.0.0.5:3000/live": dial tcp 10.0.0.5:3000: connect: connection refused',
            { lastTimestamp: second(60), count: 60 },
          ),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the container is restarted because its startup probe fails",
        "  seen    Killing: Container addressbook failed startup probe, will be restarted",
        '          Unhealthy: Startup probe failed: Get "http://10.0.0.5:3000/live": dial tcp 10.0.0.5:3000: connect: connection refused',
        "          exit code 137: it was killed (SIGKILL), after 61 s; restarted once",
        "  change  service.probes.startup: name a path that answers 2xx within a minute of the start",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook --previous",
        "  note    it may pass by itself",
      ],
    ],
    [
      "an exit that the database's start may mend",
      {
        pods: [
          pod({
            state: waiting("CrashLoopBackOff", "back-off 10s restarting failed container=addressbook pod=x"),
            lastState: terminated(1),
            restarts: 1,
          }),
        ],
        logs: {
          [podName]:
            "error: demouser cannot connect to demo at db.internal:5432: it is starting or stopping: the database system is starting up\n",
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the database is starting or stopping",
        "  seen    exit code 1: it has failed, after 1 s; restarted once",
        "          log: error: demouser cannot connect to demo at db.internal:5432: it is starting or stopping: the database system is starting up",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a log that would do something to the terminal",
      {
        pods: [pod({ state: terminated(1) })],
        logs: {
          [podName]:
            "\u001b[31mfatal\u001b[0m: \u001b]0;title\u0007 connect to postgres://demouser:s3cr3t@db:5432/demo failed\u0000\n",
        },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the program fails at its start, with exit code 1",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: fatal: connect to postgres://demouser:…@db:5432/demo failed",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-x7k2p --container addressbook",
        "  note    it may pass by itself",
      ],
    ],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
