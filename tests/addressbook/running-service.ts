import { type Outcome, type Running, begin } from "../terraform/harness/terraform-command";
import type { Program } from "./database/program";

/** The service in a process of its own, listening on a free port of this machine. */
export class RunningService {
  private constructor(
    private readonly running: Running,
    private readonly written: () => string,
    readonly port: number,
  ) {}

  /** @param wrapper a command that runs Node, if it is not to be run as it is */
  static async start(
    program: Program,
    variables: Readonly<Record<string, string>>,
    wrapper?: readonly string[],
  ): Promise<RunningService> {
    const env = { PATH: process.env["PATH"], HOST: "127.0.0.1", PORT: "0", ...variables };
    const [command, ...args] = [...(wrapper ?? []), process.execPath, program.file];
    const running = begin(command, args, { cwd: "/", env });
    let written = "";
    for (const stream of [running.process.stdout, running.process.stderr])
      stream?.on("data", (text: string) => (written += text));
    const port = await new Promise<number>((resolve, reject) => {
      running.process.stdout?.on("data", () => {
        const found = /the service listens at http:\/\/127\.0\.0\.1:(\d+)/.exec(written);
        if (found !== null) resolve(Number(found[1]));
      });
      running.process.once("close", () => {
        reject(new Error(`the service has ended\n${written}`));
      });
    });
    return new RunningService(running, () => written, port);
  }

  /** All that it has written so far. */
  get log(): string {
    return this.written();
  }

  get end(): Promise<Outcome> {
    return this.running.end;
  }

  /** Of the wrapper, if there is one. */
  get pid(): number {
    return this.running.process.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.running.process.kill(signal);
  }

  /** Until it has written something. */
  async until(text: string): Promise<void> {
    while (!this.log.includes(text)) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
