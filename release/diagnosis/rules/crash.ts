import { kubectl } from "../commands";
import { shownEvent } from "../events";
import { exitMeaning } from "../exit-codes";
import type { Explanation } from "../finding";
import { foreignText } from "../foreign-text";
import { logLines } from "../log-lines";
import type { ContainerFacts, Exit, PodFacts } from "../pod-facts";
import type { World } from "../world";
import { explainProgram } from "./program-failures";

/** A program that ends so soon after its start, twice in a row, does so for a reason that stays. In milliseconds. */
const soon = 10_000;

/** Why a container has ended that should run for ever, or in a Job to a good end. */
export function explainCrash(container: ContainerFacts, pod: PodFacts, world: World): Explanation | undefined {
  const { exit } = container;
  const { context } = world;
  if (exit === undefined || (pod.isOfJob && exit.code === 0)) return undefined;
  // it has got over what was before, or what is over
  const isOver = container.isRunning && (exit.finishedAt ?? -Infinity) < context.since;
  if (isOver || (container.isRunning && pod.isReady && container.restarts === 0)) return undefined;

  const command = kubectl(
    context,
    "logs",
    pod.name,
    "--container",
    container.name,
    ...(isAgain(container) ? ["--previous"] : []),
  );
  const lines = logLines(pod.log ?? "");
  const evidence = [...endOf(container, exit), ...lines.map((line) => `log: ${line}`)];
  const base = { evidence, command };
  const doomed = isDoomed(container, exit, pod);

  if (exit.reason === "OOMKilled" || (exit.code === 137 && /oom/i.test(exit.message)))
    return { ...base, ...outOfMemory(container), command: kubectl(context, "top", "pod", pod.name), doomed };
  const killed = killedByProbe(container, pod);
  if (killed !== undefined) return { ...base, ...killed, evidence: [...killed.evidence, ...evidence], doomed };

  const known = explainProgram(lines.join("\n"), context) ?? explainProgram(foreignText(exit.message), context);
  if (known !== undefined) {
    const { mends, explanation } = known;
    const isHopeless = !mends && !container.isRunning && !wasReady(pod, exit);
    return {
      ...base,
      ...explanation,
      doomed: pod.isOfJob ? doomed : isHopeless || (mends ? container.restarts >= 2 : doomed),
    };
  }
  return { ...base, ...byCode(exit, pod), doomed };
}

/** Whether what ended is the run before the one that the log is of now. */
const isAgain = ({ isRunning, restarts }: ContainerFacts): boolean => isRunning && restarts > 0;

function isDoomed({ restarts, isRunning, waiting }: ContainerFacts, exit: Exit, pod: PodFacts): boolean {
  // whether it is tried again is the Job's decision
  if (pod.isOfJob) return false;
  if (pod.isReady) return false;
  if (restarts >= 2) return true;
  const ran = (exit.finishedAt ?? Infinity) - (exit.startedAt ?? -Infinity);
  return waiting?.reason === "CrashLoopBackOff" && !isRunning && restarts >= 1 && ran <= soon && !wasReady(pod, exit);
}

/** It became ready, or stopped being so, after this run had begun. */
const wasReady = ({ isReady, readySince }: PodFacts, { startedAt }: Exit): boolean =>
  isReady || (readySince !== undefined && startedAt !== undefined && readySince > startedAt);

function endOf({ restarts }: ContainerFacts, exit: Exit): string[] {
  const ran = seconds(exit);
  const after = ran === undefined ? "" : `, after ${ran} s`;
  const again = restarts === 0 ? "" : restarts === 1 ? "; restarted once" : `; restarted ${restarts} times`;
  const message = exit.message === "" ? [] : [foreignText(exit.message)];
  const end =
    exit.reason === "OOMKilled"
      ? `exit code ${exit.code}: it was killed for its memory (OOMKilled)`
      : exitMeaning(exit.code);
  return [`${end}${after}${again}`, ...message];
}

function seconds({ startedAt, finishedAt }: Exit): number | undefined {
  if (startedAt === undefined || finishedAt === undefined || finishedAt < startedAt) return undefined;
  return Math.round((finishedAt - startedAt) / 1000);
}

function outOfMemory({ spec }: ContainerFacts): Omit<Explanation, "evidence" | "doomed"> {
  const limit = spec.resources?.limits?.["memory"];
  const above = limit == null ? "" : ` of ${foreignText(limit, 20)}`;
  return {
    id: "out-of-memory",
    cause: `the program takes more memory than its limit${above}, and is killed`,
    setting: { path: "service.resources.memoryLimit", advice: "raise it, or let the program take less" },
  };
}

/** The kubelet says so when it is a probe that makes it restart a container. */
function killedByProbe(
  { name }: ContainerFacts,
  { events }: PodFacts,
): Omit<Explanation, "doomed" | "command"> | undefined {
  const killing = events.find(
    ({ reason, message }) =>
      reason === "Killing" && /failed (liveness|startup) probe/.test(message ?? "") && (message ?? "").includes(name),
  );
  if (killing === undefined) return undefined;
  const probe = (killing.message ?? "").includes("startup") ? "startup" : "liveness";
  const failed = events.find(
    ({ reason, message }) => reason === "Unhealthy" && message?.toLowerCase().startsWith(`${probe} probe`),
  );
  return {
    id: `${probe}-restarts`,
    cause: `the container is restarted because its ${probe} probe fails`,
    evidence: [killing, ...(failed === undefined ? [] : [failed])].map(shownEvent),
    setting: {
      path: probe === "startup" ? "service.probes.startup" : "service.probes.liveness",
      advice:
        probe === "startup"
          ? "name a path that answers 2xx within a minute of the start"
          : "name a path that answers as long as the process works, and does not ask the database",
    },
  };
}

function byCode(exit: Exit, pod: PodFacts): Omit<Explanation, "evidence" | "doomed" | "command"> {
  if (exit.code === 0)
    return {
      id: "program-ends",
      cause: "the program ends by itself without an error, and should run until it is told to stop",
      setting: { path: "service.command", advice: "name the program that serves, in the foreground" },
    };
  if (exit.code === 139 || exit.code === 132 || exit.code === 134)
    return {
      id: "program-aborted",
      cause: `the program is ended by a signal${/ \(SIG\w+\)/.exec(exitMeaning(exit.code))?.[0] ?? ""}`,
      setting: {
        path: "addressbook/Dockerfile",
        advice: "look for a native module, or a base image, that does not fit",
      },
    };
  if (exit.code === 137)
    return {
      id: "program-killed",
      cause: "the program is killed from outside, and not for its memory",
    };
  if (exit.code === 143) return { id: "program-stopped", cause: "the program is asked to end, and ends" };
  const what = pod.isOfJob
    ? "the program of the Job fails"
    : `the program fails ${wasReady(pod, exit) ? "after it was ready" : "at its start"}`;
  return {
    id: pod.isOfJob ? "job-failed" : wasReady(pod, exit) ? "crash-after-ready" : "crash-at-start",
    cause: `${what}, with exit code ${exit.code}`,
  };
}
