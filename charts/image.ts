import { type CloudEnvironment, type Environment, isCloudEnvironment } from "../environments/schema/environment";
import { imageRepository, registryHost } from "../environments/schema/names";
import type { Problem } from "../environments/schema/problems";

/** Tags that are moved from image to image by habit, so that nobody knows what they name. */
const movingTags = ["latest", "stable", "canary", "release", "main", "master"];

/** What is wrong with a reference of an image, as given by whoever releases it; undefined when nothing is. */
export function imageProblem(image: string, environment: Environment): Problem | undefined {
  const problem = (rule: string, fix?: string): Problem => ({ path: "IMAGE", rule, got: image, fix });
  if (/\s/.test(image)) return problem("must not contain white space");

  const [name = "", ...digests] = image.split("@");
  const digest = digests.length === 0 ? undefined : digests.join("@");
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    return problem("must have a digest of `sha256:` and 64 hexadecimal digits");
  }
  const slash = name.lastIndexOf("/");
  const colon = name.indexOf(":", slash + 1);
  const repository = colon < 0 ? name : name.slice(0, colon);
  const tag = colon < 0 ? undefined : name.slice(colon + 1);
  if (!/^([a-z0-9.-]+(:\d+)?\/)?[a-z0-9]+([._/-]+[a-z0-9]+)*$/.test(repository)) {
    return problem("must be a reference of an image such as `registry/repository:tag@sha256:…`, in lower case");
  }
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) {
    return problem("must have a tag of at most 128 letters, digits, underscores, dots or hyphens");
  }
  if (tag === undefined && digest === undefined) {
    return problem("must have a tag or, better, a digest", `for example ${imageRepository(environment)}@sha256:…`);
  }
  if (digest === undefined && tag !== undefined && movingTags.includes(tag)) {
    return problem(
      `must not be named by the tag ${JSON.stringify(tag)}, which is moved from image to image`,
      "use the digest, or a tag of the release",
    );
  }
  return isCloudEnvironment(environment) ? registryProblem(repository, environment, problem) : undefined;
}

const managedRegistry =
  /(\.dkr\.ecr\..*\.amazonaws\.com|-docker\.pkg\.dev|(^|\.)gcr\.io|^registry\.digitalocean\.com)$/;

/** The nodes have credentials for the registry of their own environment only; of other clouds they can pull nothing. */
function registryProblem(
  repository: string,
  environment: CloudEnvironment,
  problem: (rule: string, fix?: string) => Problem,
): Problem | undefined {
  const host = repository.split("/")[0] ?? "";
  if (!managedRegistry.test(host) || host === registryHost(environment)) return undefined;
  return problem(
    `must be in a registry that the nodes of ${environment.name} can pull from (${imageRepository(environment)})`,
    "choose the environment with ENVIRONMENT=NAME, or push the image there",
  );
}

/** Whether the reference names one image for ever. */
export const isPinned = (image: string): boolean => image.includes("@sha256:");
