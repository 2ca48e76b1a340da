import { kubectl, release } from "../commands";
import { eventsOf, lastTime, timeOf } from "../events";
import type { Explanation, Finding } from "../finding";
import { foreignText } from "../foreign-text";
import type { SettingPath } from "../settings";
import type { World } from "../world";

/** Why pods are not even made: the API refuses them. */
export function refusals(world: World): Finding[] {
  return refusedPods(world).map(({ subject, message, kind }) => ({
    subject,
    ...explainRefusal(message, kind, world),
  }));
}

interface Refusal {
  readonly subject: string;
  /** What the controller was told by the API. */
  readonly message: string;
  readonly kind: "Deployment" | "Job";
}

function refusedPods({ snapshot, context, deployments }: World): Refusal[] {
  const events = snapshot.events ?? [];
  const ofDeployments = deployments.flatMap(({ metadata, status }): Refusal[] => {
    const name = metadata?.name ?? "";
    const failure = (status?.conditions ?? []).find(
      (condition) => condition.type === "ReplicaFailure" && condition.status === "True",
    );
    // what it says is of the template that it had before
    const isStale = (status?.observedGeneration ?? 0) < (metadata?.generation ?? 0);
    if (failure?.message == null || isStale) return [];
    return [{ subject: `deployment/${name}`, message: failure.message, kind: "Deployment" }];
  });
  // a Job has no such condition
  const hasPods = (snapshot.pods ?? []).some((pod) =>
    (pod.metadata?.ownerReferences ?? []).some((owner) => owner.kind === "Job" && owner.name === context.job),
  );
  if (context.job === undefined || hasPods) return ofDeployments;
  const job = { kind: "Job", name: context.job };
  const made = timeOf(
    (snapshot.jobs ?? []).find(({ metadata }) => metadata?.name === job.name)?.metadata?.creationTimestamp,
  );
  const failed = eventsOf(events, job, context.since).find(
    (event) => event.reason === "FailedCreate" && (lastTime(event) ?? Infinity) >= (made ?? 0),
  );
  return failed?.message == null
    ? ofDeployments
    : [...ofDeployments, { subject: `job/${job.name}`, message: failed.message, kind: "Job" }];
}

function explainRefusal(message: string, kind: Refusal["kind"], { context, snapshot }: World): Explanation {
  // the name of the pod that was not made is another one each time
  const text = message.replace(/^(?:Error creating: )?(?:pods "[^"]*" is forbidden: )?/, "");
  const evidence = [`FailedCreate: ${foreignText(text, 500)}`];
  const base = { evidence, doomed: true };

  const [, level, violations] = /violates PodSecurity "([^"]+)": (.*)$/s.exec(text) ?? [];
  if (level !== undefined)
    return {
      ...base,
      id: "pod-security",
      cause: `pods are not what the namespace admits (Pod Security "${foreignText(level, 60)}"): ${violationsOf(violations ?? "")}`,
      setting: {
        path: "constructs/kubernetes/hardened-pod.ts",
        advice: "pods are made there; whoever changes them later (a webhook, a hand) has to fit in",
      },
      command: kubectl(context, "get", "namespace", context.namespace, "--show-labels"),
    };
  const [, strict, wanted] = /failed quota: ([^:]+): must specify (.*)$/s.exec(text) ?? [];
  if (strict !== undefined)
    return {
      ...base,
      id: "quota-wants-limits",
      cause: `the ResourceQuota ${foreignText(strict, 80)} of the namespace wants every pod to say its ${foreignText(wanted ?? "", 160)}`,
      setting: {
        path: "constructs/kubernetes/hardened-pod.ts",
        advice: "pods are made there; whoever adds a container later has to say it too",
      },
      command: kubectl(context, "describe", "resourcequota", strict),
    };
  const [, quota] = /exceeded quota: ([^,\s]+)/.exec(text) ?? [];
  if (quota !== undefined) {
    const isStopping = (snapshot.pods ?? []).some(({ metadata }) => metadata?.deletionTimestamp != null);
    return {
      ...base,
      id: "quota-exceeded",
      cause: `the ResourceQuota ${foreignText(quota, 80)} of the namespace has no room for another pod`,
      setting: { path: quotaSetting(text), advice: "lower it, have fewer pods, or have the quota raised" },
      command: kubectl(context, "describe", "resourcequota", quota),
      // a pod that stops gives back what it has taken
      doomed: !isStopping,
    };
  }
  const [, bound, resource, , limit] =
    /(minimum|maximum) (\S+) (usage|limit to request ratio)? ?per (?:Container|Pod) is ([^,.\s]+)/.exec(text) ?? [];
  if (bound !== undefined)
    return {
      ...base,
      id: "limit-range",
      cause: `a LimitRange of the namespace allows a ${bound} of ${foreignText(limit ?? "", 40)} of ${resource === "cpu" ? "processor" : foreignText(resource ?? "", 40)}, and pods ask for something else`,
      setting: { path: limitSetting(resource ?? "", text), advice: "keep to the LimitRange, or have it changed" },
      command: kubectl(context, "describe", "limitrange"),
    };
  const [, deaf] = /failed calling webhook "([^"]+)"/.exec(text) ?? [];
  if (deaf !== undefined)
    return {
      ...base,
      id: "webhook-unavailable",
      cause: `the webhook ${foreignText(deaf, 100)}, which has to admit every pod, does not answer`,
      command: "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
      doomed: false,
    };
  const [, webhook, why] = /admission webhook "([^"]+)" denied the request(?:: (.*))?$/s.exec(text) ?? [];
  const [, policy, denied] = /ValidatingAdmissionPolicy '([^']+)'.*? denied request: (.*)$/s.exec(text) ?? [];
  if (webhook !== undefined || policy !== undefined)
    return {
      ...base,
      id: "policy-refused",
      cause: `the cluster's ${webhook === undefined ? "policy" : "webhook"} ${foreignText(webhook ?? policy ?? "", 100)} refuses the pods${why === undefined && denied === undefined ? ", and gives no reason" : `: ${foreignText(why ?? denied ?? "", 200)}`}`,
      setting: {
        path: "constructs/kubernetes/hardened-pod.ts",
        advice: "make pods as the policy wants them, or have an exception made",
      },
    };
  if (/serviceaccount "[^"]*" not found|service account .* not found/.test(text))
    return {
      ...base,
      id: "service-account-missing",
      cause: "the account that pods run under is not in the namespace",
      command: release(context, "connect"),
    };
  return {
    ...base,
    id: "pods-refused",
    cause: `the cluster refuses to make pods of the ${kind}: ${foreignText(text, 160)}`,
    command: kubectl(context, "get", "events", "--field-selector", "reason=FailedCreate"),
    doomed: /forbidden|[Ii]nvalid/.test(message),
  };
}

/** `allowPrivilegeEscalation != false, runAsNonRoot != true` without what has to be set instead, which is evidence. */
const violationsOf = (text: string): string => foreignText(text.replaceAll(/ \((?:[^()]|\([^()]*\))*\)/g, ""), 200);

function quotaSetting(text: string): SettingPath {
  const [, asked = text] = /requested: ([^,]*(?:,[^:]*=[^,]*)*)/.exec(text) ?? [];
  if (asked.includes("limits.memory")) return "service.resources.memoryLimit";
  if (asked.includes("limits.cpu")) return "service.resources.cpuLimit";
  if (asked.includes("memory")) return "service.resources.memoryRequest";
  if (asked.includes("cpu")) return "service.resources.cpuRequest";
  return "service.stablePods";
}

function limitSetting(resource: string, text: string): SettingPath {
  const isRequest = /but request is|No request/.test(text);
  if (resource === "memory") return isRequest ? "service.resources.memoryRequest" : "service.resources.memoryLimit";
  return isRequest ? "service.resources.cpuRequest" : "service.resources.cpuLimit";
}
