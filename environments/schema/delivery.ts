import { z } from "zod";

import { flag, list, matching, oneOf, section, text } from "./fields";

/** It is compared as it is, everywhere: what needs no quotes in a shell or a condition, and what git accepts. */
const branch = () =>
  matching(
    /^(?!.*(?:\/\/|\.\.|\/\.|[/.]$|\.lock(?:\/|$)))[A-Za-z0-9][\w./-]{0,99}$/,
    "a branch that git accepts: letters, digits, and ./_-; no //, .., /. or .lock/, and no /, . or .lock at the end",
  );

/** It is written into patterns, in which a dot would be any character. */
const beginningOfTags = () => matching(/^[A-Za-z0-9][\w/-]{0,99}$/, "the beginning of tags: letters, digits, and /_-");

const imageRepository = (pattern: RegExp, example: string) =>
  matching(pattern, `a repository of images with its host and without a tag, such as ${JSON.stringify(example)}`);

const gitHubRepository = () =>
  matching(/^[A-Za-z0-9][A-Za-z0-9-]*\/[\w.-]+$/, 'a repository of GitHub such as "owner/repository"');

const semaphoreSecret = () =>
  matching(/^[A-Za-z0-9][\w.-]{0,99}$/, "the name of a secret of Semaphore: letters, digits, and ._-");

const targetSchema = section({
  /**
   * Whether a canary starts by itself when the tests of the release branch or of a hot fix have passed, or when a person
   * says so. @default "automatic"
   */
  canary: oneOf(["automatic", "manual"]).optional(),
  /**
   * Whether pipelines plan and apply the infrastructure, too. The state must be where every job finds it.
   * @default - unless the state is a local file
   */
  provision: flag().optional(),
  /** Secrets of Semaphore that jobs for this environment get. On GitHub the environments of the repository have them. */
  secrets: section({
    /**
     * The key that an image is pushed and released with. With `ci.semaphore` of the environment AWS needs none, and Google
     * the number of the project only (`GCP_PROJECT_NUMBER`).
     * @default "aws-key", "gcp-key" or "do-key"
     */
    release: semaphoreSecret().optional(),
    /** The database's login (`DB_HOST` …), handed over with each canary. @default - `npx release connect` was run by hand */
    database: semaphoreSecret().optional(),
    /** The key that plans are made with; it only has to read. @default "aws-plan-key", "gcp-plan-key" or "do-plan-key" */
    plan: semaphoreSecret().optional(),
    /** The key that plans are applied with. @default "aws-apply-key", "gcp-apply-key" or "do-apply-key" */
    apply: semaphoreSecret().optional(),
  }).optional(),
});

/** How continuous integration delivers the service. What else pipelines need is derived from the environments. */
export const deliverySchema = section({
  /** The branch that is released from. Where a cloud trusts Semaphore (`ci.semaphore`), it trusts this branch. */
  branch: branch(),
  /** Tags that begin so are released from whatever branch, as hot fixes. */
  hotfixTags: beginningOfTags().default("hotfix"),
  /** Tags that begin so, followed by a digit, are released on GitHub. */
  releaseTags: beginningOfTags().default("v"),
  /** Major version of Node.js that jobs run. */
  nodeVersion: oneOf(["20", "22", "24", "26"]).default("24"),
  /** Version of Terraform that jobs run. The stacks must accept it; on Semaphore the machine's own must not be older. */
  terraformVersion: matching(/^\d+\.\d+\.\d+$/, 'a version of Terraform such as "1.14.0"').default("1.14.0"),
  /** The service's Dockerfile, a file of this project; it is built from the top level. */
  dockerfile: matching(
    /^(?!(?:.*\/)?\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/,
    "the path of a file in this project, from the top level: letters, digits, and /._-",
  ).default("addressbook/Dockerfile"),
  /** What is released to, by the names of the files in `environments/`, in this order. */
  environments: z.record(z.string(), targetSchema, { error: "must be an object" }).readonly(),

  /** Semaphore. @default - no pipelines */
  semaphore: section({
    /** Where images are pushed to when they are built. */
    imageRepository: imageRepository(
      /^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/,
      "docker.io/owner/service",
    ),
    /** The secret with `DOCKER_USERNAME` and `DOCKER_PASSWORD` for it. */
    registrySecret: semaphoreSecret().default("dockerhub"),
    /** Type of the machines. */
    machine: matching(/^[a-z0-9][a-z0-9-]*$/, 'a type of machine of Semaphore such as "f1-standard-2"'),
    /** Their operating system. */
    osImage: matching(/^[a-z0-9][a-z0-9-]*$/, 'an image of Semaphore such as "ubuntu2404"'),
  }).optional(),

  /** GitHub Actions. @default - no workflows */
  github: section({
    /** Where the workflows are: the signatures of images name it. */
    repository: gitHubRepository(),
    /** Where images are pushed to when they are built, with the job's own token. */
    imageRepository: imageRepository(/^ghcr\.io(\/[a-z0-9]+([._-]+[a-z0-9]+)*){2,}$/, "ghcr.io/owner/service"),
    /**
     * Label of the machines whose jobs reach clouds and clusters. Where `cluster.apiAllowedCidrs` names networks, they
     * must be in one of these: runners of your own, or GitHub's larger ones with fixed addresses.
     */
    runner: matching(/^[A-Za-z0-9][\w.-]*$/, 'the label of a runner such as "ubuntu-24.04"').default("ubuntu-24.04"),
    /**
     * Environments that a controller in the cluster (Argo CD, Flux) brings up to date from another repository: a release
     * becomes a pull request there. @default - none
     */
    gitOps: section({
      /** The repository. It has a folder for each environment, as `npx cdk8s synth` writes it. */
      repository: gitHubRepository(),
      /** Names of files in `environments/`. */
      environments: list(
        text(() => undefined),
        "a list of at least one name of an environment",
        { min: 1 },
      ),
    }).optional(),
  }).optional(),
});

/** What a file may say. */
export type DeliveryInput = z.input<typeof deliverySchema>;

/** Complete, and each setting is right by itself; how they fit the environments is checked by `pipelines/targets.ts`. */
export type Delivery = z.output<typeof deliverySchema>;

export type DeliveryTarget = z.output<typeof targetSchema>;
