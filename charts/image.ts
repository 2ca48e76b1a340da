import { type CloudEnvironment, type Environment, isCloudEnvironment } from "../environments/schema/environment";
import { imageRepository, registryHost } from "../environments/schema/names";
import type { Problem } from "../environments/schema/problems";

/** Tags that are moved from image to image by habit, so that nobody knows what they name. */
export const movingTags = ["latest", "stable", "canary", "release", "main", "master"];

const repositoryPattern = /([a-z0-9.-]+(:\d+)?\/)?[a-z0-9]+([._/-]+[a-z0-9]+)*/;
const tagPattern = /\w[\w.-]{0,127}/;
const digestPattern = /sha256:[0-9a-f]{64}/;

const whole = (pattern: RegExp): RegExp => new RegExp(`^${pattern.source}$`);

/** A repository with a tag, a digest or both. */
export const imagePattern = new RegExp(
  `^${repositoryPattern.source}(:${tagPattern.source}(@${digestPattern.source})?|@${digestPattern.source})$`,
);

/** A reference of an image in the parts that Kustomize calls by these names. */
export interface ImageParts {
  readonly newName: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/** Takes `host:port/repository:tag@digest` apart. Nothing is checked. */
export function imageParts(image: string): ImageParts {
  const [name = "", ...digests] = image.split("@");
  const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
  return {
    newName: colon < 0 ? name : name.slice(0, colon),
    ...(colon < 0 ? {} : { newTag: name.slice(colon + 1) }),
    ...(digests.length === 0 ? {} : { digest: digests.join("@") }),
  };
}

/** What is wrong with a reference of an image, as given by whoever releases it; undefined when nothing is. */
export function imageProblem(image: string, environment: Environment): Problem | undefined {
  const problem = (rule: string, fix?: string): Problem => ({ path: "IMAGE", rule, got: image, fix });
  if (/\s/.test(image)) return problem("must not contain white space");

  const { newName: repository, newTag: tag, digest } = imageParts(image);
  if (digest !== undefined && !whole(digestPattern).test(digest)) {
    return problem("must have a digest of `sha256:` and 64 hexadecimal digits");
  }
  if (!whole(repositoryPattern).test(repository)) {
    return problem("must be a reference of an image such as `registry/repository:tag@sha256:…`, in lower case");
  }
  if (tag !== undefined && !whole(tagPattern).test(tag)) {
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
