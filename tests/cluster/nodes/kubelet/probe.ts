import type { Container, Pod } from "../../controllers/kinds";
import { portNamed } from "../../controllers/service/endpoint-controller";
import type { ContainerProcess } from "./container-process";

export type Probe = NonNullable<Container["readinessProbe"]>;

/** What a probe found out: nothing bad, or what; and when it knows. */
export interface ProbeResult {
  readonly failure: string | undefined;
  readonly afterMillis: number;
}

const good: ProbeResult = { failure: undefined, afterMillis: 0 };

/** Asks a process as the kubelet does, and says what is wrong in its words. */
export function runProbe(probe: Probe, pod: Pod, process: ContainerProcess, now: number): ProbeResult {
  const timeoutMillis = (probe.timeoutSeconds ?? 1) * 1000;
  const { httpGet, tcpSocket, exec } = probe;
  if (httpGet !== undefined) {
    const port = numberOf(httpGet.port, pod);
    const path = httpGet.path ?? "/";
    const url = `${(httpGet.scheme ?? "HTTP").toLowerCase()}://${process.ip}:${port}${path}`;
    if (!process.isListening(port, now)) return failed(`Get "${url}": ${refused(process, port)}`);
    const headers = { host: `${process.ip}:${port}`, "user-agent": "kube-probe/1.35", accept: "*/*" };
    const { status, afterMillis = 2 } = process.answer({ method: "GET", path, headers, body: "" }, now);
    if (afterMillis > timeoutMillis)
      return failed(
        `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
        timeoutMillis,
      );
    return status >= 200 && status < 400 ? good : failed(`HTTP probe failed with statuscode: ${status}`);
  }
  if (tcpSocket !== undefined) {
    const port = numberOf(tcpSocket.port, pod);
    return process.isListening(port, now) ? good : failed(refused(process, port));
  }
  const end = exec === undefined ? undefined : process.exec((exec.command ?? []).join(" "), now);
  return end === undefined || end.exitCode === 0 ? good : failed((end.logs ?? []).join("\n"));
}

const refused = ({ ip }: ContainerProcess, port: number): string =>
  `dial tcp ${ip}:${port}: connect: connection refused`;

const failed = (failure: string, afterMillis = 0): ProbeResult => ({ failure, afterMillis });

const numberOf = (port: string | number, pod: Pod): number =>
  typeof port === "number" ? port : (portNamed(pod, port) ?? 0);
