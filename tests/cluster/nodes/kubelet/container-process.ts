import { quantity } from "../../controllers/quantities";
import type { Container } from "../../controllers/kinds";
import type { HttpAnswer, HttpRequest, ImageBehaviour, PodView, ProgramEnd } from "../../images/behaviour";
import type { Image } from "../../images/image-registry";

/** How a process ended. */
export interface ProcessEnd {
  readonly exitCode: number;
  readonly reason: "Completed" | "Error" | "OOMKilled" | "StartError";
  readonly message?: string;
}

/** What does not change while it runs, and how to read what does. */
export type ProcessView = Omit<PodView, "now" | "terminating" | "files"> & {
  readonly readFiles: () => PodView["files"];
};

/** One run of a container's program. It does what its image's behaviour says, and does nothing by itself. */
export class ContainerProcess {
  readonly logs: string[];
  /** How it will end by itself; undefined when it goes on until it is asked to. */
  fate: (ProcessEnd & { readonly afterMillis: number }) | undefined;
  /** Why it cannot be started at all, in the words of the container runtime. */
  cannotStart: string | undefined;
  private terminatedAt = Infinity;
  private endedAt = Infinity;
  private isService = false;

  /** @param starts how often a container of this pod was started before */
  constructor(
    readonly image: Image,
    container: Container,
    private readonly view: ProcessView,
    architecture: string,
    starts: number,
  ) {
    const command = [...(container.command ?? []), ...(container.args ?? [])].join(" ");
    const program = command === "" ? undefined : image.behaviour.programs?.[command];
    this.logs = [];
    if ((image.behaviour.architecture ?? "amd64") !== architecture) {
      this.logs.push(`exec ${command === "" ? "/usr/local/bin/docker-entrypoint.sh" : command}: exec format error`);
      this.fate = { exitCode: 255, reason: "Error", afterMillis: 20 };
    } else if (program !== undefined) {
      const end = program(this.podView(view.startedAt));
      this.logs.push(...(end.logs ?? []));
      this.isService = end.afterMillis === Infinity;
      if (!this.isService) this.fate = fateOf(end);
    } else if (command.startsWith("node ")) {
      this.logs.push("node:internal/modules/cjs/loader:1228", "  throw err;", "  ^", "");
      this.logs.push(`Error: Cannot find module '/app/addressbook/${command.slice("node ".length)}'`);
      this.fate = { exitCode: 1, reason: "Error", afterMillis: 80 };
    } else if (command !== "" && image.behaviour.programs !== undefined) {
      const [word = ""] = command.split(" ");
      this.cannotStart = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${word}": executable file not found in $PATH`;
    } else {
      this.isService = true;
      this.serve(image.behaviour, container, starts);
    }
  }

  get behaviour(): ImageBehaviour {
    return this.image.behaviour;
  }

  get port(): number {
    return this.behaviour.port ?? Number(this.view.env["PORT"] ?? 3000);
  }

  get ip(): string {
    return this.view.ip;
  }

  /** Asks it to end: SIGTERM. @returns milliseconds until it does; undefined when it does not care */
  terminate(now: number): number | undefined {
    this.terminatedAt = now;
    return this.behaviour.stubborn === true ? undefined : (this.behaviour.terminateMillis ?? 50);
  }

  end(now: number): void {
    this.endedAt = now;
  }

  hasEndedBefore(time: number): boolean {
    return this.endedAt < time;
  }

  isListening(port: number, at: number): boolean {
    const { startMillis = 250, listensUntilEnd = true } = this.behaviour;
    const until = listensUntilEnd ? this.endedAt : Math.min(this.terminatedAt, this.endedAt);
    return this.isService && port === this.port && at >= this.view.startedAt + startMillis && at < until;
  }

  answer(request: HttpRequest, at: number): HttpAnswer {
    return this.behaviour.answer?.(request, this.podView(at)) ?? { status: 200, body: "" };
  }

  /** Runs another program beside it; undefined when there is none of this name. */
  exec(command: string, at: number): ProgramEnd | undefined {
    return this.behaviour.programs?.[command]?.(this.podView(at));
  }

  private serve({ logs = [], crash, memory }: ImageBehaviour, container: Container, starts: number): void {
    this.logs.push(...logs);
    if (crash !== undefined && starts < (crash.times ?? Infinity)) {
      this.logs.push(...(crash.logs ?? []));
      this.fate = fateOf(crash);
    } else if (isTooMuch(memory?.mebibytes, container))
      this.fate = { exitCode: 137, reason: "OOMKilled", afterMillis: memory?.afterMillis ?? 0 };
  }

  private podView(now: number): PodView {
    const { view, terminatedAt } = this;
    const { name, namespace, ip, node, startedAt, env, image, memory, readFiles } = view;
    const terminating = now >= terminatedAt;
    return {
      ...{ name, namespace, ip, node, startedAt, env, image, memory, now, terminating },
      // read when it is looked at, because that takes time
      get files() {
        return readFiles();
      },
    };
  }
}

const fateOf = ({ exitCode, afterMillis = 200 }: ProgramEnd): ProcessEnd & { readonly afterMillis: number } => ({
  exitCode,
  reason: exitCode === 0 ? "Completed" : "Error",
  afterMillis,
});

function isTooMuch(mebibytes: number | undefined, { resources }: Container): boolean {
  const limit = quantity(resources?.limits?.["memory"]);
  return mebibytes !== undefined && limit > 0 && mebibytes * 2 ** 20 > limit;
}
