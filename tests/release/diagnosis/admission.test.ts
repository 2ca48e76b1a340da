import type { Deployment } from "../../../release/cluster/objects";
import { about, deployment, event, type Given, job, jobName, jobPod, pod, running, second, told } from "./support";

/** A Deployment whose ReplicaSet may make no pods. */
const refused = (message: string): Deployment =>
  deployment({
    status: {
      replicas: 0,
      conditions: [
        { type: "Progressing", status: "True", reason: "NewReplicaSetCreated" },
        { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message },
      ],
    },
  });

describe("pods that the cluster refuses", () => {
  test.each<[string, Given, string[]]>([
    [
      "Pod Security",
      {
        deployments: [
          refused(
            'pods "addressbook-canary-5d4f98c7b6-" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "proxy" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "proxy" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "proxy" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "proxy" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
          ),
        ],
      },
      [
        'deployment/addressbook-canary: pods are not what the namespace admits (Pod Security "restricted:latest"): allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
        '  seen    FailedCreate: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "proxy" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "proxy" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "proxy" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "proxy" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
        "  change  constructs/kubernetes/hardened-pod.ts: pods are made there; whoever changes them later (a webhook, a hand) has to fit in",
        "  run     kubectl --namespace addressbook get namespace addressbook --show-labels",
      ],
    ],
    [
      "a quota of memory",
      {
        deployments: [
          refused(
            'pods "addressbook-canary-5d4f98c7b6-" is forbidden: exceeded quota: compute, requested: requests.memory=128Mi, used: requests.memory=512Mi, limited: requests.memory=600Mi',
          ),
        ],
      },
      [
        "deployment/addressbook-canary: the ResourceQuota compute of the namespace has no room for another pod",
        "  seen    FailedCreate: exceeded quota: compute, requested: requests.memory=128Mi, used: requests.memory=512Mi, limited: requests.memory=600Mi",
        "  change  service.resources.memoryRequest: lower it, have fewer pods, or have the quota raised",
        "  run     kubectl --namespace addressbook describe resourcequota compute",
      ],
    ],
    [
      "a quota of memory, while a pod stops",
      {
        deployments: [
          refused(
            'pods "addressbook-canary-5d4f98c7b6-" is forbidden: exceeded quota: compute, requested: requests.memory=128Mi, used: requests.memory=512Mi, limited: requests.memory=600Mi',
          ),
        ],
        pods: [pod({ state: running(), metadata: { deletionTimestamp: second(40) } })],
      },
      [
        "deployment/addressbook-canary: the ResourceQuota compute of the namespace has no room for another pod",
        "  seen    FailedCreate: exceeded quota: compute, requested: requests.memory=128Mi, used: requests.memory=512Mi, limited: requests.memory=600Mi",
        "  change  service.resources.memoryRequest: lower it, have fewer pods, or have the quota raised",
        "  run     kubectl --namespace addressbook describe resourcequota compute",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a quota of pods",
      {
        deployments: [
          refused(
            'pods "addressbook-canary-5d4f98c7b6-" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=4, limited: pods=4',
          ),
        ],
      },
      [
        "deployment/addressbook-canary: the ResourceQuota pods of the namespace has no room for another pod",
        "  seen    FailedCreate: exceeded quota: pods, requested: pods=1, used: pods=4, limited: pods=4",
        "  change  service.stablePods: lower it, have fewer pods, or have the quota raised",
        "  run     kubectl --namespace addressbook describe resourcequota pods",
      ],
    ],
    [
      "a quota that wants limits",
      {
        deployments: [
          refused(
            'pods "addressbook-canary-5d4f98c7b6-" is forbidden: failed quota: compute: must specify limits.cpu for: addressbook; limits.memory for: addressbook',
          ),
        ],
      },
      [
        "deployment/addressbook-canary: the ResourceQuota compute of the namespace wants every pod to say its limits.cpu for: addressbook; limits.memory for: addressbook",
        "  seen    FailedCreate: failed quota: compute: must specify limits.cpu for: addressbook; limits.memory for: addressbook",
        "  change  constructs/kubernetes/hardened-pod.ts: pods are made there; whoever adds a container later has to say it too",
        "  run     kubectl --namespace addressbook describe resourcequota compute",
      ],
    ],
    [
      "a LimitRange: too much memory",
      {
        deployments: [
          refused(
            'pods "addressbook-canary-5d4f98c7b6-" is forbidden: maximum memory usage per Container is 128Mi, but limit is 256Mi',
          ),
        ],
      },
      [
        "deployment/addressbook-canary: a LimitRange of the namespace allows a maximum of 128Mi of memory, and pods ask for something else",
        "  seen    FailedCreate: maximum memory usage per Container is 128Mi, but limit is 256Mi",
        "  change  service.resources.memoryLimit: keep to the LimitRange, or have it changed",
        "  run     kubectl --namespace addressbook describe limitrange",
      ],
    ],
    [
      "a LimitRange: too little processor",
      {
        deployments: [
          refused(
            'pods "addressbook-canary-5d4f98c7b6-" is forbidden: minimum cpu usage per Container is 200m, but request is 100m',
          ),
        ],
      },
      [
        "deployment/addressbook-canary: a LimitRange of the namespace allows a minimum of 200m of processor, and pods ask for something else",
        "  seen    FailedCreate: minimum cpu usage per Container is 200m, but request is 100m",
        "  change  service.resources.cpuRequest: keep to the LimitRange, or have it changed",
        "  run     kubectl --namespace addressbook describe limitrange",
      ],
    ],
    [
      "a webhook that refuses",
      {
        deployments: [
          refused(
            'admission webhook "validation.gatekeeper.sh" denied the request: [require-team-label] you must provide labels: {"team"}',
          ),
        ],
      },
      [
        'deployment/addressbook-canary: the cluster\'s webhook validation.gatekeeper.sh refuses the pods: [require-team-label] you must provide labels: {"team"}',
        '  seen    FailedCreate: admission webhook "validation.gatekeeper.sh" denied the request: [require-team-label] you must provide labels: {"team"}',
        "  change  constructs/kubernetes/hardened-pod.ts: make pods as the policy wants them, or have an exception made",
      ],
    ],
    [
      "a webhook that refuses without a reason",
      { deployments: [refused('admission webhook "validate.kyverno.svc-fail" denied the request')] },
      [
        "deployment/addressbook-canary: the cluster's webhook validate.kyverno.svc-fail refuses the pods, and gives no reason",
        '  seen    FailedCreate: admission webhook "validate.kyverno.svc-fail" denied the request',
        "  change  constructs/kubernetes/hardened-pod.ts: make pods as the policy wants them, or have an exception made",
      ],
    ],
    [
      "a policy that refuses",
      {
        deployments: [
          refused(
            "pods \"addressbook-canary-5d4f98c7b6-\" is forbidden: ValidatingAdmissionPolicy 'require-digest' with binding 'require-digest-binding' denied request: images must be named by digest",
          ),
        ],
      },
      [
        "deployment/addressbook-canary: the cluster's policy require-digest refuses the pods: images must be named by digest",
        "  seen    FailedCreate: ValidatingAdmissionPolicy 'require-digest' with binding 'require-digest-binding' denied request: images must be named by digest",
        "  change  constructs/kubernetes/hardened-pod.ts: make pods as the policy wants them, or have an exception made",
      ],
    ],
    [
      "a webhook that does not answer",
      {
        deployments: [
          refused(
            'Internal error occurred: failed calling webhook "validate.kyverno.svc-fail": failed to call webhook: Post "https://kyverno-svc.kyverno.svc:443/validate/fail?timeout=10s": no endpoints available for service "kyverno-svc"',
          ),
        ],
      },
      [
        "deployment/addressbook-canary: the webhook validate.kyverno.svc-fail, which has to admit every pod, does not answer",
        '  seen    FailedCreate: Internal error occurred: failed calling webhook "validate.kyverno.svc-fail": failed to call webhook: Post "https://kyverno-svc.kyverno.svc:443/validate/fail?timeout=10s": no endpoints available for service "kyverno-svc"',
        "  run     kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
        "  note    it may pass by itself",
      ],
    ],
    [
      "no account",
      {
        deployments: [
          refused(
            'pods "addressbook-canary-5d4f98c7b6-" is forbidden: error looking up service account addressbook/addressbook: serviceaccount "addressbook" not found',
          ),
        ],
      },
      [
        "deployment/addressbook-canary: the account that pods run under is not in the namespace",
        '  seen    FailedCreate: error looking up service account addressbook/addressbook: serviceaccount "addressbook" not found',
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "something else that is forbidden",
      {
        deployments: [
          refused(
            'pods "addressbook-canary-5d4f98c7b6-" is forbidden: unable to create new content in namespace addressbook because it is being terminated',
          ),
        ],
      },
      [
        "deployment/addressbook-canary: the cluster refuses to make pods of the Deployment: unable to create new content in namespace addressbook because it is being terminated",
        "  seen    FailedCreate: unable to create new content in namespace addressbook because it is being terminated",
        "  run     kubectl --namespace addressbook get events --field-selector reason=FailedCreate",
      ],
    ],
    [
      "something else that may pass",
      { deployments: [refused("etcdserver: request timed out")] },
      [
        "deployment/addressbook-canary: the cluster refuses to make pods of the Deployment: etcdserver: request timed out",
        "  seen    FailedCreate: etcdserver: request timed out",
        "  run     kubectl --namespace addressbook get events --field-selector reason=FailedCreate",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a Job, which says so in an event only",
      {
        deployments: [],
        job: jobName,
        jobs: [job()],
        events: [
          event(
            "FailedCreate",
            'Error creating: pods "addressbook-migrate-0ade6966ff-" is forbidden: exceeded quota: compute, requested: limits.cpu=500m, used: limits.cpu=2, limited: limits.cpu=2',
            about("Job", jobName),
          ),
        ],
      },
      [
        "job/addressbook-migrate-0ade6966ff: the ResourceQuota compute of the namespace has no room for another pod",
        "  seen    FailedCreate: exceeded quota: compute, requested: limits.cpu=500m, used: limits.cpu=2, limited: limits.cpu=2",
        "  change  service.resources.cpuLimit: lower it, have fewer pods, or have the quota raised",
        "  run     kubectl --namespace addressbook describe resourcequota compute",
      ],
    ],
    [
      "a Job that has a pod by now",
      {
        deployments: [],
        job: jobName,
        jobs: [job()],
        pods: [jobPod(running())],
        events: [event("FailedCreate", "Error creating: etcdserver: request timed out", about("Job", jobName))],
      },
      [],
    ],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
