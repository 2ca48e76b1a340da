import type { Job, Pod } from "../cluster/objects";
import { diagnose } from "../diagnosis/diagnose";
import type { Diagnosis } from "../diagnosis/diagnosis";
import { hasFailed } from "./bootstrap-job";
import type { Connecting } from "./connecting";

/** What the program has to say about its end is in its last lines. */
const logLines = 20;

/** Why the Job does not get on. Values that nobody may see are taken out of what the cluster and the program say. */
export async function bootstrapDiagnoses(
  connecting: Connecting,
  job: Job,
  since: number,
): Promise<readonly Diagnosis[]> {
  const { cluster, clock, environment, inputs } = connecting;
  const { name = "", labels = {} } = job.metadata ?? {};
  const pods = (await cluster.list("Pod", { app: labels["app"] ?? "" })).filter(({ metadata }) =>
    (metadata?.ownerReferences ?? []).some((owner) => owner.name === name),
  );
  const logs: Record<string, string> = {};
  for (const pod of pods.filter(hasEnded)) {
    const podName = pod.metadata?.name ?? "";
    // before it is cut, which could leave half of a value
    logs[podName] = inputs.redaction.text((await cluster.logs(podName, { lines: logLines })) ?? "");
  }
  // a pod that just starts needs no explanation
  const events = hasFailed(job) || pods.length === 0 || pods.some(waits) ? await cluster.list("Event") : [];
  const shown = events.map((event) => ({ ...event, message: inputs.redaction.text(event.message ?? "") }));
  const found = diagnose(
    { at: clock.now(), deployments: [], pods, jobs: [job], events: shown, logs },
    {
      environment,
      namespace: cluster.namespace,
      service: environment.service,
      deployments: [],
      job: name,
      since,
    },
  );
  return found.map((diagnosis) => ({
    ...diagnosis,
    cause: inputs.redaction.text(diagnosis.cause),
    evidence: diagnosis.evidence.map((text) => inputs.redaction.text(text)),
  }));
}

const hasEnded = ({ status }: Pod): boolean => ["Failed", "Succeeded"].includes(status?.phase ?? "");

const waits = ({ status }: Pod): boolean => status?.phase === "Pending";
