import type { Container, Pod } from "../../controllers/kinds";
import type { ContainerHost } from "./container-runner";
import type { ContainerProcess } from "./container-process";
import type { Probe } from "./probe";
import { Prober } from "./prober";

/** Until the kubelet has seen that a container runs. */
const noticedMillis = 400;

/** The probes of a container, and what is known by them. */
export class ContainerProbes {
  /** Whether its startup probe has been good. */
  started = false;
  ready = false;
  private probers: Prober[] = [];

  /** @param onUnhealthy told the probe for which the container has to be restarted */
  constructor(
    private readonly host: ContainerHost,
    private readonly container: Container,
    private readonly onUnhealthy: (why: "liveness" | "startup") => void,
  ) {}

  start(process: ContainerProcess, pod: Pod): void {
    this.stop();
    const { startupProbe } = this.container;
    if (startupProbe === undefined) {
      this.startOthers(process, pod, noticedMillis);
      return;
    }
    const prober: Prober = this.probe("Startup", startupProbe, process, pod, (isGood) => {
      if (!isGood) {
        this.onUnhealthy("startup");
        return;
      }
      prober.stop();
      this.startOthers(process, pod, 0);
      this.host.changed();
    });
    prober.start(noticedMillis + (startupProbe.initialDelaySeconds ?? 0) * 1000);
  }

  stop(): void {
    for (const prober of this.probers) prober.stop();
    this.probers = [];
    this.started = false;
    this.ready = false;
  }

  wake(): void {
    if (this.started) for (const prober of this.probers) prober.wake();
  }

  private startOthers(process: ContainerProcess, pod: Pod, afterMillis: number): void {
    const { readinessProbe, livenessProbe } = this.container;
    this.probers = [];
    this.started = true;
    this.ready = readinessProbe === undefined;
    const first = ({ initialDelaySeconds = 0 }: Probe): number => Math.max(afterMillis, initialDelaySeconds * 1000);
    if (livenessProbe !== undefined)
      this.probe("Liveness", livenessProbe, process, pod, (isGood) => {
        if (!isGood) this.onUnhealthy("liveness");
      }).start(first(livenessProbe));
    if (readinessProbe !== undefined)
      this.probe("Readiness", readinessProbe, process, pod, (isGood) => {
        this.ready = isGood;
        this.host.changed();
      }).start(first(readinessProbe));
  }

  private probe(
    name: string,
    probe: Probe,
    process: ContainerProcess,
    pod: Pod,
    onResult: (isGood: boolean) => void,
  ): Prober {
    const onFailure = (output: string): void => {
      const message = `${name} probe failed: ${output}`;
      const fieldPath = `spec.containers{${this.container.name}}`;
      this.host.record({ type: "Warning", reason: "Unhealthy", message, fieldPath });
    };
    const prober = new Prober(this.host.reactions, probe, pod, process, { onResult, onFailure });
    this.probers.push(prober);
    return prober;
  }
}
