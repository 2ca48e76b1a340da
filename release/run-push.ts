import { isCloudEnvironment } from "../environments/schema/environment";
import { localPrograms } from "./connect/programs";
import { withoutSecrets } from "./diagnosis/foreign-text";
import { ReleaseFailure } from "./failure";
import { copyImage } from "./push/image-copy";
import { environmentNamed, wrongLine } from "./request";
import { interruptions } from "./run-command";
import { toJson } from "./terminal/json-output";

export interface PushOptions {
  readonly environment: string;
  readonly image: string;
  readonly timeout: number;
  readonly output: "text" | "json";
  readonly dryRun?: boolean;
}

/**
 * Copies an image into the registry of an environment. The standard output has nothing but the reference of the copy, so
 * that a shell can keep it: `IMAGE="$(npx release push …)"`.
 */
export async function runPush({ environment: name, image, timeout, output, dryRun }: PushOptions): Promise<void> {
  const environment = await environmentNamed(name);
  if (!isCloudEnvironment(environment))
    throw wrongLine({
      path: "--environment",
      rule: "must not be a local environment, which has no registry",
      got: name,
      fix: "load the image into the cluster, for example with `kind load docker-image`",
    });
  const interrupted = interruptions();
  const late = AbortSignal.timeout(timeout * 1000);
  const programs = localPrograms(process.env, AbortSignal.any([interrupted, late]), timeout);
  const say = (text: string): void => {
    process.stderr.write(`${withoutSecrets(text)}\n`);
  };
  try {
    const copy = await copyImage(environment, image, { programs, say, dryRun });
    process.stdout.write(`${output === "json" ? toJson({ environment: name, image: copy }) : copy}\n`);
  } catch (error) {
    if (!(error instanceof ReleaseFailure)) throw error;
    const isLate = late.aborted && !interrupted.aborted;
    say(isLate ? `it did not end within ${timeout} s; it is safe to run it again` : error.message);
    for (const next of error.next) say(`next: ${next}`);
    process.exitCode = isLate ? 70 : 1;
  }
}
