import { kubectl } from "../commands";
import { timeOf } from "../events";
import type { Finding } from "../finding";
import { foreignText } from "../foreign-text";
import { logLines } from "../log-lines";
import type { World } from "../world";

/** What Deployments say of themselves. It explains little, and counts only where nothing explains more. */
export function stalledDeployments({ deployments, context }: World): Finding[] {
  return deployments.flatMap(({ metadata, spec, status }): Finding[] => {
    const name = metadata?.name ?? "";
    const base = { subject: `deployment/${name}` };
    if (spec?.paused === true)
      return [
        {
          ...base,
          id: "deployment-paused",
          cause: `somebody has paused ${name}: its pods stay as they are`,
          evidence: ["spec.paused is true"],
          command: kubectl(context, "rollout", "resume", `deployment/${name}`),
          doomed: true,
        },
      ];
    const progress = (status?.conditions ?? []).find(({ type }) => type === "Progressing");
    if (progress?.status !== "False" || progress.reason !== "ProgressDeadlineExceeded") return [];
    return [
      {
        ...base,
        id: "no-progress",
        cause: `no pod of ${name} became ready within ${spec?.progressDeadlineSeconds ?? 600} s, and nothing tells why`,
        evidence: [`ProgressDeadlineExceeded: ${foreignText(progress.message ?? "")}`],
        command: kubectl(context, "describe", "deployment", name),
        // what an earlier release has left behind stays until there is progress
        doomed: (timeOf(progress.lastUpdateTime) ?? Infinity) >= context.since,
      },
    ];
  });
}

/** A Job that runs for so long may wait for something that does not come. Milliseconds. */
export const longJob = 60_000;

/** A Job that goes on and on, and what it says meanwhile. */
export function slowJob({ pods, context, now }: World): Finding[] {
  return pods.flatMap(({ name, isOfJob, containers, log }): Finding[] => {
    const [running] = containers.filter(({ isRunning }) => isRunning);
    const ran = now - (running?.runsSince ?? now);
    if (!isOfJob || ran < longJob) return [];
    return [
      {
        subject: `job/${context.job ?? ""}`,
        id: "job-slow",
        cause: "the program of the Job runs for more than a minute, and has not ended yet",
        evidence: [`it runs for ${Math.round(ran / 1000)} s`, ...logLines(log ?? "").map((line) => `log: ${line}`)],
        command: kubectl(context, "logs", name),
        doomed: false,
      },
    ];
  });
}

/** Why a Job has failed, as far as it says so itself. Its pods may tell more, and may be gone. */
export function failedJob({ snapshot, context }: World): Finding[] {
  const job = (snapshot.jobs ?? []).find(({ metadata }) => metadata?.name === context.job);
  const failed = (job?.status?.conditions ?? []).find(({ type, status }) => type === "Failed" && status === "True");
  if (job === undefined || failed === undefined || context.job === undefined) return [];
  const subject = `job/${context.job}`;
  const evidence = [foreignText(`${failed.reason ?? "Failed"}: ${failed.message ?? ""}`)];
  if (failed.reason === "DeadlineExceeded")
    return [
      {
        subject,
        id: "job-deadline",
        cause: `the Job did not end within its ${job.spec?.activeDeadlineSeconds ?? "few"} s`,
        evidence,
        setting: {
          path: "service.migrationCommand",
          advice: "make the migration shorter, or run what takes long outside of a release",
        },
        command: kubectl(context, "describe", "job", context.job),
        doomed: true,
      },
    ];
  return [
    {
      subject,
      id: "job-failed",
      cause: "the program of the Job fails",
      evidence,
      command: kubectl(context, "logs", subject),
      doomed: true,
    },
  ];
}
