import { kubectl } from "../commands";
import type { DiagnosisContext } from "../context";
import { firstTime, lastTime, type SeenEvent, shownEvent } from "../events";
import type { Explanation } from "../finding";
import { foreignText } from "../foreign-text";
import { logLines } from "../log-lines";
import type { ContainerFacts, PodFacts } from "../pod-facts";
import type { World } from "../world";
import { explainProgram } from "./program-failures";

type ProbeName = "startup" | "readiness" | "liveness";

/** A program needs some time before it answers; until then nothing is wrong. Milliseconds. */
const patience = 5000;

/** A path that is not there for so long will not come any more. */
const doomedAfter = 10_000;

interface ProbeFailure {
  readonly probe: ProbeName;
  readonly path: string;
  readonly status: number | undefined;
  readonly body: string;
  /** What the kubelet says of it. */
  readonly message: string;
  readonly evidence: readonly string[];
  /** For how long it has been so, as far as is known. */
  readonly lasts: number;
}

/** Why a container runs and its pod is not ready. */
export function explainProbe(container: ContainerFacts, pod: PodFacts, world: World): Explanation | undefined {
  const { context, now } = world;
  const isYoung = container.runsSince !== undefined && now - container.runsSince < patience;
  if (!container.isRunning || container.isReady || pod.isOfJob || isYoung) return undefined;
  const failure = probeFailure(container, pod, now);
  if (failure === undefined) return undefined;
  const { probe, path, status, evidence } = failure;
  const setting = { path: `service.probes.${probe}`, advice: "name a path that answers 2xx when all is well" } as const;
  const command = kubectl(context, "logs", pod.name, "--container", container.name);
  const base = { evidence, command, doomed: false };

  if (status !== undefined && status < 500)
    return {
      ...base,
      id: status === 404 ? "probe-path" : "probe-refused",
      cause: `the service answers ${status} to its ${probe} probe at ${path}`,
      setting,
      doomed: status === 404 && failure.lasts > doomedAfter,
    };
  if (status !== undefined) {
    const reason = reasonOf(failure.body);
    const lines = logLines(pod.log ?? "");
    const known = explainProgram(reason, context);
    if (known !== undefined) return { ...base, ...known.explanation };
    const logged = explainProgram(lines.join("\n"), context)?.explanation;
    return {
      ...base,
      id: "not-ready",
      cause: `the service answers ${status} to its ${probe} probe at ${path}${reason === "" ? "" : `: ${foreignText(reason, 160)}`}`,
      ...logged,
      evidence: [...evidence, ...lines.map((line) => `log: ${line}`)],
    };
  }
  return { ...base, ...withoutAnswer(failure, container, pod, context, setting) };
}

function withoutAnswer(
  { message, probe, path, evidence }: ProbeFailure,
  container: ContainerFacts,
  pod: PodFacts,
  { service }: DiagnosisContext,
  setting: NonNullable<Explanation["setting"]>,
): Partial<Explanation> & Pick<Explanation, "id" | "cause"> {
  const lines = logLines(pod.log ?? "").map((line) => `log: ${line}`);
  if (message.includes("connection refused")) {
    const port = portOf(message) ?? service.port;
    const listens = listeningAt(pod.log ?? "");
    const isOther = listens !== undefined && listens.port !== port;
    return {
      id: isOther ? "probe-port" : "not-listening",
      cause: isOther
        ? `the program listens at port ${listens.port}, and is asked at port ${port}`
        : listens?.isLocal === true
          ? `the program listens at ${listens.host}, where nobody outside of its pod reaches it`
          : `nothing listens at port ${port} of the pod`,
      evidence: [...evidence, ...lines],
      setting: {
        path: "service.port",
        advice:
          listens?.isLocal === true && !isOther
            ? "let the program listen at 0.0.0.0"
            : "it must be the port that the program listens at, which it is told as PORT",
      },
    };
  }
  if (/deadline exceeded|Client\.Timeout|i\/o timeout|timed out/i.test(message)) {
    return {
      id: "probe-timeout",
      cause: `the service does not answer its ${probe} probe at ${path} in time`,
      evidence: [...evidence, ...lines],
      setting: { path: "service.resources.cpuLimit", advice: "raise it if the program is slow for want of processor" },
    };
  }
  if (/no such port|strconv|couldn't find port|invalid port/i.test(message)) {
    return {
      id: "probe-port",
      cause: `the ${probe} probe asks a port that the container does not have`,
      setting: { path: "service.port", advice: "it must be the port that the program listens at" },
    };
  }
  return {
    id: "probe-failing",
    cause: `the ${probe} probe of ${container.name} fails`,
    evidence: [...evidence, ...lines],
    setting,
  };
}

/** What is known of the probe that keeps a container from being ready: its answer when asked again, and events. */
function probeFailure(container: ContainerFacts, pod: PodFacts, now: number): ProbeFailure | undefined {
  const event = pod.events.find(
    ({ reason, message, involvedObject }) =>
      (reason === "Unhealthy" || reason === "ProbeWarning") &&
      isAbout(involvedObject?.fieldPath, container.name) &&
      probeOf(message ?? "") !== "liveness",
  );
  const probe = probeOf(event?.message ?? "") ?? (container.isStarted ? "readiness" : "startup");
  const path = pathOf(container, probe);
  const { answer } = pod;
  // the answer is that to the readiness probe, and newer than any event
  const isAnswered = answer !== undefined && (answer.status < 200 || answer.status >= 400);
  if (answer !== undefined && !isAnswered && probe === "readiness") return undefined;
  const [, status] = /statuscode: (\d{3})/.exec(event?.message ?? "") ?? [];
  const message = event?.message ?? "";
  if (isAnswered && (probe === "readiness" || event === undefined)) {
    return {
      probe: "readiness",
      path: pathOf(container, "readiness"),
      status: answer.status,
      body: answer.body,
      message,
      evidence: [answered(answer, pathOf(container, "readiness"))],
      lasts: container.runsSince === undefined ? 0 : now - container.runsSince,
    };
  }
  if (event === undefined) return undefined;
  return {
    probe,
    path,
    status: status === undefined ? undefined : Number(status),
    body: isAnswered ? answer.body : "",
    message,
    evidence: [shownEvent(event)],
    lasts: spanOf(event, now),
  };
}

/** Events of an object as a whole, or of its container. */
const isAbout = (field: string | null | undefined, container: string): boolean =>
  field == null || !field.includes("{") || field.includes(`{${container}}`);

/** An event that has come once only lasts since then: the next ones may be held back. */
const spanOf = (event: SeenEvent, now: number): number =>
  (event.count ?? event.series?.count ?? 1) > 1 ? (lastTime(event) ?? now) - (firstTime(event) ?? now) : 0;

function probeOf(message: string): ProbeName | undefined {
  const [, name] = /^(startup|readiness|liveness) probe/i.exec(message) ?? [];
  return name?.toLowerCase() as ProbeName | undefined;
}

function pathOf({ spec }: ContainerFacts, probe: ProbeName): string {
  const { httpGet } =
    { startup: spec.startupProbe, readiness: spec.readinessProbe, liveness: spec.livenessProbe }[probe] ?? {};
  return foreignText(httpGet?.path ?? "/", 100);
}

const answered = ({ status, body }: NonNullable<PodFacts["answer"]>, path: string): string =>
  `GET ${path} answers ${status}${body.trim() === "" ? "" : `: ${foreignText(body)}`}`;

/** Why the service says it is not ready, in the forms in which services do. */
function reasonOf(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== "object" || parsed === null) return String(parsed);
    const { reason, detail, message, error } = parsed as Readonly<Record<string, unknown>>;
    return (
      ([reason, detail, message, error].find((part) => typeof part === "string" && part !== "") as
        string | undefined) ?? ""
    );
  } catch {
    // a page, which says little in one line
    return body.trimStart().startsWith("<") ? "" : body;
  }
}

function portOf(message: string): number | undefined {
  const [, port] = /dial tcp \S*?:(\d{1,5})\b/.exec(message) ?? [];
  return port === undefined ? undefined : Number(port);
}

/** Where a program says that it listens: `the service listens at http://0.0.0.0:3000`, `Listening on port 8080`. */
function listeningAt(log: string) {
  const [, host = "", port] =
    /listen(?:s|ing)?\b[^\n]{0,40}?(?:https?:\/\/)?([\w.[\]:]*?)(?::| port )(\d{2,5})\b/i.exec(log) ?? [];
  if (port === undefined) return undefined;
  return { host, port: Number(port), isLocal: /^(127\.|localhost$|\[::1\]$)/.test(host) };
}
