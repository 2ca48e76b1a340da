import {
  deployment,
  failedJob,
  type Given,
  job,
  jobName,
  jobPod,
  pod,
  running,
  second,
  terminated,
  told,
  waiting,
} from "./support";

describe("a Job or a Deployment", () => {
  test.each<[string, Given, string[]]>([
    [
      "a Job whose time is over, and whose pod is gone",
      {
        deployments: [],
        job: jobName,
        jobs: [failedJob("DeadlineExceeded", "Job was active longer than specified deadline")],
      },
      [
        "job/addressbook-migrate-0ade6966ff: the Job did not end within its 300 s",
        "  seen    DeadlineExceeded: Job was active longer than specified deadline",
        "  change  service.migrationCommand: make the migration shorter, or run what takes long outside of a release",
        "  run     kubectl --namespace addressbook describe job addressbook-migrate-0ade6966ff",
      ],
    ],
    [
      "a Job whose pod is gone",
      { deployments: [], job: jobName, jobs: [failedJob()] },
      [
        "job/addressbook-migrate-0ade6966ff: the program of the Job fails",
        "  seen    BackoffLimitExceeded: Job has reached the specified backoff limit",
        "  run     kubectl --namespace addressbook logs job/addressbook-migrate-0ade6966ff",
      ],
    ],
    [
      "a Job that will try again",
      {
        deployments: [],
        job: jobName,
        jobs: [job({ spec: { backoffLimit: 6 } })],
        pods: [jobPod(terminated(1))],
        logs: {
          [`${jobName}-q8z4d`]:
            "error: demouser cannot connect to demo at db:5432: it cannot be reached: connect ECONNREFUSED 10.0.0.9:5432",
        },
      },
      [
        "pod/addressbook-migrate-0ade6966ff-q8z4d: the database cannot be reached from the pods",
        "  seen    exit code 1: it has failed, after 1 s",
        "          log: error: demouser cannot connect to demo at db:5432: it cannot be reached: connect ECONNREFUSED 10.0.0.9:5432",
        "  change  DB_HOST: hand over the database's address and login again; they come from the environment's outputs",
        "  run     kubectl --namespace addressbook get networkpolicies",
        "  note    it may pass by itself",
      ],
    ],
    ["a Job that runs", { deployments: [], job: jobName, jobs: [job()], pods: [jobPod(running())] }, []],
    [
      "a Job that has succeeded",
      {
        deployments: [],
        job: jobName,
        jobs: [job({ status: { conditions: [{ type: "Complete", status: "True" }] } })],
        pods: [jobPod(terminated(0, { reason: "Completed" }))],
      },
      [],
    ],
    [
      "a Job whose image is not there",
      {
        deployments: [],
        job: jobName,
        jobs: [job()],
        pods: [jobPod(waiting("ErrImagePull", "registry.example/team/addressbook:1.2.0: not found"))],
      },
      [
        "pod/addressbook-migrate-0ade6966ff-q8z4d: the image registry.example/team/addressbook:1.2.0 is not in its registry",
        "  seen    ErrImagePull: registry.example/team/addressbook:1.2.0: not found",
        "  change  IMAGE: push it, or give a digest that is there",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "a Deployment without progress, and nothing else",
      {
        at: 130,
        deployments: [
          deployment({
            status: {
              conditions: [
                {
                  type: "Progressing",
                  status: "False",
                  reason: "ProgressDeadlineExceeded",
                  message: 'ReplicaSet "addressbook-canary-5d4f98c7b6" has timed out progressing.',
                  lastUpdateTime: second(125),
                },
              ],
            },
          }),
        ],
      },
      [
        "deployment/addressbook-canary: no pod of addressbook-canary became ready within 120 s, and nothing tells why",
        '  seen    ProgressDeadlineExceeded: ReplicaSet "addressbook-canary-5d4f98c7b6" has timed out progressing.',
        "  run     kubectl --namespace addressbook describe deployment addressbook-canary",
      ],
    ],
    [
      "a Deployment without progress since before the release",
      {
        deployments: [
          deployment({
            status: {
              conditions: [
                {
                  type: "Progressing",
                  status: "False",
                  reason: "ProgressDeadlineExceeded",
                  message: 'ReplicaSet "addressbook-canary-5d4f98c7b6" has timed out progressing.',
                  lastUpdateTime: second(-600),
                },
              ],
            },
          }),
        ],
      },
      [
        "deployment/addressbook-canary: no pod of addressbook-canary became ready within 120 s, and nothing tells why",
        '  seen    ProgressDeadlineExceeded: ReplicaSet "addressbook-canary-5d4f98c7b6" has timed out progressing.',
        "  run     kubectl --namespace addressbook describe deployment addressbook-canary",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a Deployment without progress because of its pods",
      {
        at: 130,
        deployments: [
          deployment({
            status: {
              conditions: [
                {
                  type: "Progressing",
                  status: "False",
                  reason: "ProgressDeadlineExceeded",
                  message: 'ReplicaSet "addressbook-canary-5d4f98c7b6" has timed out progressing.',
                  lastUpdateTime: second(125),
                },
              ],
            },
          }),
        ],
        pods: [pod({ state: waiting("ErrImagePull", "registry.example/team/addressbook:1.2.0: not found") })],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is not in its registry",
        "  seen    ErrImagePull: registry.example/team/addressbook:1.2.0: not found",
        "  change  IMAGE: push it, or give a digest that is there",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "a paused Deployment",
      { deployments: [deployment({ spec: { paused: true } })] },
      [
        "deployment/addressbook-canary: somebody has paused addressbook-canary: its pods stay as they are",
        "  seen    spec.paused is true",
        "  run     kubectl --namespace addressbook rollout resume deployment/addressbook-canary",
      ],
    ],
    [
      "three pods with one cause",
      {
        deployments: [deployment({ spec: { replicas: 3 } })],
        pods: ["aaaaa", "bbbbb", "ccccc"].map((id) =>
          pod({
            name: `addressbook-canary-5d4f98c7b6-${id}`,
            state: waiting("ErrImagePull", "registry.example/team/addressbook:1.2.0: not found"),
          }),
        ),
      },
      [
        "deployment/addressbook-canary: the image registry.example/team/addressbook:1.2.0 is not in its registry",
        "  seen    ErrImagePull: registry.example/team/addressbook:1.2.0: not found",
        "          the same for 3 pods: addressbook-canary-5d4f98c7b6-aaaaa, addressbook-canary-5d4f98c7b6-bbbbb, addressbook-canary-5d4f98c7b6-ccccc",
        "  change  IMAGE: push it, or give a digest that is there",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "five pods with one cause, and one with another",
      {
        pods: ["aaaaa", "bbbbb", "ccccc", "ddddd", "eeeee"]
          .map((id) =>
            pod({
              name: `addressbook-canary-5d4f98c7b6-${id}`,
              state: waiting("CreateContainerError", "context deadline exceeded"),
            }),
          )
          .concat(pod({ name: "addressbook-canary-5d4f98c7b6-fffff", state: terminated(2) })),
        logs: { "addressbook-canary-5d4f98c7b6-fffff": "error: `PORT` must be a port, got: nothing" },
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-fffff: the program does not take its variable PORT",
        "  seen    exit code 2: it was started with wrong settings or arguments, after 1 s",
        "          log: error: `PORT` must be a port, got: nothing",
        "  change  service.configuration: give it another value",
        "  run     kubectl --namespace addressbook logs addressbook-canary-5d4f98c7b6-fffff --container addressbook",
        "deployment/addressbook-canary: the node could not start the container; it tries again by itself",
        "  seen    CreateContainerError: context deadline exceeded",
        "          the same for 5 pods: addressbook-canary-5d4f98c7b6-aaaaa, addressbook-canary-5d4f98c7b6-bbbbb, addressbook-canary-5d4f98c7b6-ccccc and 2 more",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-aaaaa",
        "  note    it may pass by itself",
      ],
    ],
    [
      "pods of an older image",
      {
        pods: [
          pod({
            name: "addressbook-canary-0123456789-aaaaa",
            image: "registry.example/team/addressbook:1.1.0",
            state: terminated(1),
          }),
        ],
      },
      [],
    ],
    [
      "pods of an older revision with the same image",
      {
        deployments: [deployment()],
        replicaSets: [
          {
            metadata: {
              name: "addressbook-canary-0123456789",
              annotations: { "deployment.kubernetes.io/revision": "0" },
            },
          },
        ],
        pods: [pod({ name: "addressbook-canary-0123456789-aaaaa", state: terminated(1) })],
      },
      [],
    ],
    [
      "pods of a Deployment that nobody waits for",
      {
        pods: [
          pod({
            state: terminated(1),
            metadata: {
              ownerReferences: [
                {
                  apiVersion: "apps/v1",
                  kind: "ReplicaSet",
                  name: "addressbook-5d4f98c7b6",
                  uid: "rs",
                  controller: true,
                },
              ],
            },
          }),
        ],
      },
      [],
    ],
    ["pods that are ready", { pods: [pod({ state: running(), ready: true, readyAt: 3 })] }, []],
    ["pods that stop", { pods: [pod({ state: terminated(1), metadata: { deletionTimestamp: second(40) } })] }, []],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
