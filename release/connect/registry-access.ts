import { z } from "zod";

import { imagePullSecrets } from "../../environments/schema/names";
import type { Programs } from "../../programs/local-programs";
import { ReleaseFailure } from "../failure";
import { base64, Confidential } from "./confidential";
import { type Connecting, until } from "./connecting";
import { secretOf } from "./database-secret";
import { secretReadingFailure } from "./program-failures";

/** DigitalOcean puts its Secret into a new namespace within seconds, where the cluster is integrated with the registry. */
const patienceMillis = 10_000;

const dockerConfig = z.object({ auths: z.record(z.string(), z.object({ auth: z.string().min(1) })) });

/**
 * Sees to it that the nodes can pull the service's images. Those of AWS and Google Cloud have rights of their own; on
 * DigitalOcean a Secret has the login, which the cluster's integration makes. Where it does not, one is made here.
 *
 * @throws {ReleaseFailure} when doctl does not give a login
 */
export async function ensureRegistryAccess(connecting: Connecting, programs: Programs): Promise<void> {
  const { environment, cluster, clock, dryRun, say } = connecting;
  const [name, ...others] = imagePullSecrets(environment);
  if (name === undefined || environment.cloud !== "digitalocean") {
    say(environment.cloud === "local" ? "the image is loaded into the cluster by hand" : "the nodes may pull images");
    return;
  }
  const find = async (): Promise<string | undefined> => {
    for (const each of [name, ...others]) if ((await cluster.get("Secret", each)) !== undefined) return each;
    return undefined;
  };
  const found = dryRun ? await find() : await until(connecting, find, clock.now() + patienceMillis);
  if (found !== undefined) {
    say(`Secret ${found} has the registry's login`);
    return;
  }
  if (!dryRun) {
    const config = await readDockerConfig(connecting, programs);
    const secret = secretOf(connecting, name, { ".dockerconfigjson": base64(config.reveal()) });
    connecting.signal.throwIfAborted();
    await cluster.apply({ ...secret, type: "kubernetes.io/dockerconfigjson" });
  }
  say(`Secret ${name} ${dryRun ? "would be" : "is"} made with a login of the registry that can only read`);
}

async function readDockerConfig({ inputs: { redaction } }: Connecting, programs: Programs): Promise<Confidential> {
  const command = ["doctl", "registry", "docker-config"];
  if (!programs.has("doctl")) throw new ReleaseFailure("`doctl` must be on the PATH to read the registry's login");
  const outcome = await programs.run(command);
  if (outcome.status !== 0) throw secretReadingFailure(command, outcome);
  const found = dockerConfig.safeParse(parsed(outcome.stdout)).data;
  if (found === undefined)
    throw new ReleaseFailure(`\`${command.join(" ")}\` did not answer with a login of the registry`);
  const logins = Object.values(found.auths).map(({ auth }) => auth);
  const tokens = logins.flatMap((auth) => Buffer.from(auth, "base64").toString().split(":"));
  for (const value of [...logins, ...tokens]) redaction.hide(new Confidential(value));
  return new Confidential(outcome.stdout.trim());
}

/** What is no JSON is undefined: the error of the parser would quote it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
