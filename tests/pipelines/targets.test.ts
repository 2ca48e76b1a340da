import { describeProblem, ValidationError } from "../../environments/schema/problems";
import { deliveryPlan } from "../../pipelines/targets";
import { environment, minimal } from "../support/environments";

const trusted = { ci: { github: { repository: "team/shop" } } } as const;
const environments = [
  environment("shop-aws", { ...minimal.aws, ...trusted }),
  environment("shop-google", {
    ...minimal.google,
    ci: { github: { repository: "team@1/shop@22" } },
    state: { backend: "gcs", bucket: "team-state" },
  }),
  environment("shop-do", minimal.digitalocean),
  environment("untrusted", minimal.aws),
  environment("laptop", minimal.local),
];

const semaphore = { imageRepository: "docker.io/team/shop", machine: "f1-standard-2", osImage: "ubuntu2404" } as const;
const github = { repository: "team/shop", imageRepository: "ghcr.io/team/shop" } as const;
const right = { branch: "main", environments: { "shop-aws": {} }, semaphore, github } as const;

/** What is told of it. */
function problemsOf(written: unknown): string[] {
  try {
    deliveryPlan(written, environments);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.files.flatMap(({ file, problems }) =>
      problems.map((problem) => `${file}: ${describeProblem(problem)}`),
    );
  }
  return [];
}

describe("How the service is delivered", () => {
  test("has defaults, those of secrets by the cloud", () => {
    const { delivery, targets } = deliveryPlan(
      { ...right, environments: { "shop-google": {}, "shop-do": { canary: "manual", secrets: { plan: "p" } } } },
      environments,
    );
    expect(delivery).toMatchObject({
      hotfixTags: "hotfix",
      releaseTags: "v",
      nodeVersion: "24",
      dockerfile: "addressbook/Dockerfile",
      semaphore: { registrySecret: "dockerhub" },
    });
    expect(targets.map(({ environment: { name }, ...target }) => ({ name, ...target }))).toEqual([
      {
        name: "shop-google",
        canary: "automatic",
        provision: true,
        secrets: { release: "gcp-key", plan: "gcp-plan-key", apply: "gcp-apply-key" },
        kubeconfigCommand:
          "gcloud container clusters get-credentials addressbook-shop-google --location europe-west1-b --project team-project --dns-endpoint",
        registryLoginCommand: "gcloud auth configure-docker europe-west1-docker.pkg.dev",
      },
      {
        name: "shop-do",
        canary: "manual",
        // its state is a file that no job would find
        provision: false,
        secrets: { release: "do-key", plan: "p", apply: "do-apply-key" },
        kubeconfigCommand: "doctl kubernetes cluster kubeconfig save addressbook-shop-do",
        registryLoginCommand: "doctl registry login --expiry-seconds 3600",
      },
    ]);
  });

  test("keeps the order of the settings, in which pipelines are shown", () => {
    const names = ["shop-do", "shop-aws", "shop-google"];
    const plan = deliveryPlan(
      { ...right, environments: Object.fromEntries(names.map((name) => [name, {}])) },
      environments,
    );
    expect(plan.targets.map((target) => target.environment.name)).toEqual(names);
  });

  const file = "environments/delivery.ts";

  test.each<{ name: string; written: unknown; told: string[] }>([
    { name: "no object", written: [], told: [`${file}: must be an object, got: []`] },
    {
      name: "several settings at once",
      written: {
        ...right,
        branch: "main branch",
        nodeVersion: "18",
        colour: "red",
        semaphore: { ...semaphore, osimage: "x" },
      },
      told: [
        `${file}: \`branch\` must be a branch: letters, digits, and /_-, got: "main branch"`,
        `${file}: \`nodeVersion\` must be one of "20", "22", "24", "26", got: "18"`,
        `${file}: \`semaphore.osimage\` is not a setting; did you mean "osImage"?`,
        `${file}: \`colour\` is not a setting`,
      ],
    },
    {
      name: "an image with a tag, and a registry without a host",
      written: {
        ...right,
        semaphore: { ...semaphore, imageRepository: "docker.io/team/shop:latest" },
        github: { ...github, imageRepository: "team/shop" },
      },
      told: [
        `${file}: \`semaphore.imageRepository\` must be a repository of images with its host and without a tag, such as "docker.io/owner/service", got: "docker.io/team/shop:latest"`,
        `${file}: \`github.imageRepository\` must be a repository of images with its host and without a tag, such as "ghcr.io/owner/service", got: "team/shop"`,
      ],
    },
    {
      name: "a branch that would be more than a name in a condition",
      written: { ...right, branch: "x' or branch =~ '.*" },
      told: [`${file}: \`branch\` must be a branch: letters, digits, and /_-, got: "x' or branch =~ '.*"`],
    },
    {
      name: "no environment, and no system",
      written: { branch: "main", environments: {} },
      told: [
        `${file}: \`environments\` must have at least one environment, got: {}`,
        `${file}: must have \`semaphore\`, \`github\`, or both`,
      ],
    },
    {
      name: "an environment that is not there, and one that is no cloud's",
      written: { ...right, environments: { "shop-awss": {}, laptop: {} } },
      told: [
        `${file}: \`environments.shop-awss\` must be the name of an environment in a cloud (shop-aws, shop-google, shop-do, untrusted), got: "shop-awss"; did you mean "shop-aws"?`,
        `${file}: \`environments.laptop\` must be the name of an environment in a cloud (shop-aws, shop-google, shop-do, untrusted), got: "laptop"`,
      ],
    },
    {
      name: "two ways to one environment",
      written: { ...right, github: { ...github, gitOps: { repository: "team/config", environments: ["shop-aws"] } } },
      told: [
        `${file}: \`github.gitOps.environments.0\` must be an environment that nothing else delivers to, got: "shop-aws"; it is one of \`environments\`: a controller and a pipeline would undo each other's work`,
      ],
    },
    {
      name: "one login for two databases",
      written: {
        ...right,
        environments: {
          "shop-aws": { secrets: { database: "db-params" } },
          "shop-do": { secrets: { database: "db-params" } },
        },
      },
      told: [
        `${file}: \`environments.shop-do.secrets.database\` must not be that of \`shop-aws\`, which has another database, got: "db-params"`,
      ],
    },
    {
      name: "infrastructure whose state is a file",
      written: { ...right, environments: { "shop-do": { provision: true } } },
      told: [
        'environments/shop-do.ts: `state.backend` must not be "local" where `provision` in environments/delivery.ts is true, got: "local"; each job has a disk of its own, which is lost with it',
      ],
    },
    {
      name: "a cloud that does not trust the workflows",
      written: { ...right, environments: { untrusted: {} } },
      told: [
        'environments/untrusted.ts: `ci.github` is required, because environments/delivery.ts has workflows of GitHub; set { repository: "team/shop" }',
      ],
    },
    {
      name: "a cloud that trusts those of another repository",
      written: { ...right, github: { ...github, repository: "team/other" } },
      told: [
        'environments/shop-aws.ts: `ci.github.repository` must be the `github.repository` of environments/delivery.ts, "team/other", got: "team/shop"',
      ],
    },
  ])("wrong: $name", ({ written, told }) => {
    expect(problemsOf(written)).toEqual(told);
  });

  test("needs no trust of GitHub's where only Semaphore releases", () => {
    expect(problemsOf({ branch: "main", environments: { untrusted: {} }, semaphore })).toEqual([]);
  });
});
