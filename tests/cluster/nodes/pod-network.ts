import type { HttpAnswer, HttpRequest } from "../images/behaviour";
import type { ContainerProcess } from "./kubelet/container-process";

/** What came of a request to an address: an answer and who gave it, or that nobody did. */
export interface Reply {
  readonly answer: HttpAnswer;
  readonly process: ContainerProcess;
}

/** Where processes listen, now and before. Addresses are not used twice, so that what was can be asked as well. */
export class PodNetwork {
  private readonly processes = new Map<string, ContainerProcess[]>();

  add(process: ContainerProcess): void {
    const known = this.processes.get(process.ip);
    if (known === undefined) this.processes.set(process.ip, [process]);
    else known.push(process);
  }

  /** @returns undefined when nobody listens there at that time */
  send(ip: string, port: number, request: HttpRequest, at: number): Reply | undefined {
    const process = this.processes.get(ip)?.findLast((candidate) => candidate.isListening(port, at));
    return process === undefined ? undefined : { answer: process.answer(request, at), process };
  }
}
