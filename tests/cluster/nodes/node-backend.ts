import type { ClusterBackend, ProxyAnswer } from "../api/cluster-backend";
import type { SimulatedClock } from "../clock";
import type { ClusterContext } from "../controllers/context";
import type { DisruptionController } from "../controllers/disruption-controller";
import type { ContainerRunner } from "./kubelet/container-runner";
import type { Kubelets } from "./kubelet/kubelets";
import type { PodNetwork } from "./pod-network";
import type { TrafficGenerator } from "./traffic-generator";

/** Answers that take longer are waited for. */
const atOnceMillis = 100;

/** What the API server asks the nodes. */
export class NodeBackend implements ClusterBackend {
  constructor(
    private readonly context: ClusterContext,
    private readonly clock: SimulatedClock,
    private readonly kubelets: Kubelets,
    private readonly network: PodNetwork,
    private readonly traffic: TrafficGenerator,
    private readonly disruptions: DisruptionController,
  ) {}

  readonly admit: ClusterBackend["admit"] = (operation, object) => this.context.admission.refusal(operation, object);

  readonly evict: ClusterBackend["evict"] = (namespace, pod) => this.disruptions.evict(namespace, pod);

  readonly logs: ClusterBackend["logs"] = (namespace, name, { container, previous, tailLines }) => {
    const { runner, refusal } = this.runnerOf(namespace, name, container);
    if (runner === undefined) return refusal;
    const lines = previous ? runner.previousLogs : runner.logs;
    if (lines === undefined)
      return {
        status: 400,
        message: `previous terminated container "${runner.container.name}" in pod "${name}" not found`,
      };
    const { waiting } = runner.state;
    if (!previous && waiting !== undefined && runner.lastState.terminated === undefined)
      return {
        status: 400,
        message: `container "${runner.container.name}" in pod "${name}" is waiting to start: ${waitingText(waiting)}`,
      };
    const wanted = tailLines === undefined ? lines : lines.slice(Math.max(0, lines.length - tailLines));
    return wanted.map((line) => `${line}\n`).join("");
  };

  async proxy(...[namespace, name, port, request]: Parameters<ClusterBackend["proxy"]>): Promise<ProxyAnswer> {
    this.traffic.settle();
    const pod = this.context.objects.get("Pod", namespace, name);
    if (pod === undefined) return status(404, "NotFound", `pods "${name}" not found`);
    const ip = pod.status?.podIP;
    if (ip === undefined) return unreachable("address not allowed");
    if (this.kubelets.isLost(pod.spec.nodeName ?? "")) return unreachable(`dial tcp ${ip}:${port}: i/o timeout`);
    const reply = this.network.send(ip, port, request, this.clock.now());
    if (reply === undefined) return unreachable(`dial tcp ${ip}:${port}: connect: connection refused`);
    const { answer, process } = reply;
    const { afterMillis = 0 } = answer;
    if (afterMillis > atOnceMillis) {
      const until = this.clock.now() + afterMillis;
      await this.clock.sleep(afterMillis);
      if (process.hasEndedBefore(until)) return unreachable("EOF");
    }
    return { status: answer.status, headers: answer.headers ?? {}, body: answer.body ?? "" };
  }

  readonly exec: ClusterBackend["exec"] = (namespace, name, container, command) => {
    const { runner, refusal } = this.runnerOf(namespace, name, container);
    const process = runner?.process;
    if (process === undefined)
      return Promise.resolve({
        exitCode: 1,
        stdout: "",
        stderr: runner === undefined ? refusal.message : "container not running",
      });
    const end = process.exec(command.join(" "), this.clock.now());
    if (end !== undefined)
      return Promise.resolve({
        exitCode: end.exitCode,
        stdout: (end.logs ?? []).map((line) => `${line}\n`).join(""),
        stderr: "",
      });
    const stderr = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${command[0] ?? ""}": executable file not found in $PATH: unknown`;
    return Promise.resolve({ exitCode: 127, stdout: "", stderr });
  };

  private runnerOf(
    namespace: string,
    name: string,
    container: string | undefined,
  ): {
    readonly runner: ContainerRunner | undefined;
    readonly refusal: { readonly status: number; readonly message: string };
  } {
    const pod = this.context.objects.get("Pod", namespace, name);
    const runners = pod === undefined ? undefined : this.kubelets.workerOf(pod)?.runners;
    const runner = runners?.find((candidate) => container === undefined || candidate.container.name === container);
    const [first = ""] = pod?.spec.containers.map((candidate) => candidate.name) ?? [];
    const message =
      pod === undefined
        ? `pods "${name}" not found`
        : runners === undefined
          ? `container "${container ?? first}" in pod "${name}" is waiting to start: ContainerCreating`
          : `container ${container ?? first} is not valid for pod ${name}`;
    return { runner, refusal: { status: pod === undefined ? 404 : 400, message } };
  }
}

/** The kubelet has words of its own for images. */
function waitingText({ reason = "" }: { readonly reason?: string }): string {
  if (reason === "ErrImagePull" || reason === "ImagePullBackOff") return "trying and failing to pull image";
  return reason;
}

const unreachable = (why: string): ProxyAnswer =>
  status(503, "ServiceUnavailable", `error trying to reach service: ${why}`);

const status = (code: number, reason: string, message: string): ProxyAnswer => ({
  status: code,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code }),
});
