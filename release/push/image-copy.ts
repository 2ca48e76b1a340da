import { createHash } from "node:crypto";

import { imageParts } from "../../charts/image";
import type { CloudEnvironment } from "../../environments/schema/environment";
import { imageRepository } from "../../environments/schema/names";
import { type Outcome, type Programs, programSources, reason } from "../../programs/local-programs";
import { ReleaseFailure } from "../failure";

export interface CopyTools {
  readonly programs: Programs;
  /** Tells what is done, in one line. */
  readonly say: (text: string) => void;
  /** Tells what would be done, and copies nothing. @default false */
  readonly dryRun?: boolean | undefined;
}

/**
 * Copies an image into the registry that the environment's nodes can pull from, byte for byte, so that its digest stays.
 *
 * @param image by its digest
 * @returns the image in that registry, by the same digest
 * @throws {ReleaseFailure} when docker is missing, or a registry refuses
 */
export async function copyImage(environment: CloudEnvironment, image: string, tools: CopyTools): Promise<string> {
  const { programs, say, dryRun = false } = tools;
  const { newName, digest = "" } = imageParts(image);
  const repository = imageRepository(environment);
  const copy = `${repository}@${digest}`;
  if (newName === repository) {
    say(`${copy} is in the registry of ${environment.name} by itself`);
    return copy;
  }
  if (!programs.has("docker"))
    throw new ReleaseFailure(`\`docker\` must be on the PATH; ${programSources["docker"]} tells how to get it`);
  const docker = new ImageTools(programs);
  const tag = `${repository}:${tagOf(digest)}`;
  const login = `npx cdktf output ${environment.name}  # registry_login_command logs in`;
  if ((await docker.digestOf(tag, login)) === digest) {
    say(`${copy} is there already`);
    return copy;
  }
  const source = `${newName}@${digest}`;
  if ((await docker.digestOf(source, `docker login ${hostOf(newName)}`)) === undefined)
    throw new ReleaseFailure(`there is no image ${source}`);
  say(`${source} ${dryRun ? "would be" : "is"} copied to ${tag}`);
  if (dryRun) return copy;
  await docker.copy(source, tag, login);
  const found = await docker.digestOf(tag, login);
  if (found !== digest) throw new ReleaseFailure(`${tag} is ${found ?? "not there"}, and not a copy of ${source}`);
  return copy;
}

/**
 * A registry may throw away what has no tag, and refuse to move one: so it follows from the digest. It is cut off, because
 * a whole digest is how registries call the list of what refers to an image.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
 */
const tagOf = (digest: string): string => digest.replace(":", "-").slice(0, "sha256-".length + 16);

/** The registry of a repository; without a host it is that of Docker. */
function hostOf(repository: string): string {
  const [host = "", ...rest] = repository.split("/");
  return rest.length > 0 && /[.:]|^localhost$/.test(host) ? host : "docker.io";
}

/** What docker does in registries, without its daemon. Whatever fails for the want of a login names the command for it. */
class ImageTools {
  constructor(private readonly programs: Programs) {}

  /** The digest of what a reference names; undefined when there is no such image. */
  async digestOf(reference: string, login: string): Promise<string | undefined> {
    const { status, stdout, stderr } = await this.run("inspect", "--raw", reference);
    // it is the manifest as it is in the registry, without a line break
    if (status === 0) return `sha256:${createHash("sha256").update(stdout).digest("hex")}`;
    if (stderr.includes(`${reference}: not found`)) return undefined;
    throw failure("inspect", { status, stdout, stderr }, login);
  }

  async copy(source: string, tag: string, login: string): Promise<void> {
    // otherwise an image for one platform is put into a list of its own, which has another digest
    const outcome = await this.run("create", "--prefer-index=false", "--tag", tag, source);
    if (outcome.status !== 0) throw failure("create", outcome, login);
  }

  private run(...words: readonly string[]): Promise<Outcome> {
    return this.programs.run(["docker", "buildx", "imagetools", ...words]);
  }
}

function failure(command: string, outcome: Outcome, login: string): ReleaseFailure {
  if (/unknown command|is not a docker command/.test(outcome.stderr))
    return new ReleaseFailure(
      "`docker` must have its plugin `buildx`; https://github.com/docker/buildx#installing tells how to get it",
    );
  const why = `\`docker buildx imagetools ${command}\` failed: ${reason(outcome)}`;
  return new ReleaseFailure(why, refusal.test(outcome.stderr) ? [login] : []);
}

/** Registries and docker word it in many ways when nobody is logged in, or somebody who may not do it. */
const refusal = /\b(401|403)\b|unauthorized|denied|no basic auth credentials|authentication required/i;
