import { spawn } from "node:child_process";

/** What is needed of `process`. */
export interface BrowserProcess {
  readonly stdout: { readonly isTTY?: boolean | undefined };
  readonly env: NodeJS.ProcessEnv;
  readonly platform: string;
}

/** Opens an address in the browser of whoever sits before this terminal. That there is none hinders nothing. */
export function openBrowser(address: string, { stdout, env, platform }: BrowserProcess): void {
  if (stdout.isTTY !== true || !["", "0", "false", undefined].includes(env["CI"])) return;
  const program = platform === "darwin" ? "open" : "xdg-open";
  const child = spawn(program, [address], { env, stdio: "ignore", detached: true });
  child.once("error", () => undefined);
  child.unref();
}
