import { deliverySchema } from "../../environments/schema/delivery";
import { describeProblem, ValidationError } from "../../environments/schema/problems";
import { relationProblems } from "../../pipelines/relation-problems";
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
  environment("shop-plan", { ...minimal.aws, ...trusted }),
  environment("shop-google-demo", { ...minimal.google, projectId: "team-demo" }),
  environment("shop-aws-demo", {
    ...minimal.aws,
    accountId: "210987654321",
    cluster: { adminArns: ["arn:aws:iam::210987654321:role/platform"] },
  }),
  environment("shop-aws-keyless", {
    ...minimal.aws,
    accountId: "210987654321",
    cluster: { adminArns: ["arn:aws:iam::210987654321:role/platform"] },
    ci: {
      semaphore: { organization: "team", projectId: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", repository: "shop" },
    },
  }),
];
const clouds = environments
  .filter(({ cloud }) => cloud !== "local")
  .map(({ name }) => name)
  .join(", ");

const semaphore = { imageRepository: "docker.io/team/shop", machine: "f1-standard-2", osImage: "ubuntu2404" } as const;
const github = { repository: "team/shop", imageRepository: "ghcr.io/team/shop" } as const;
const right = { branch: "main", environments: { "shop-aws": {} }, semaphore, github } as const;

const plansWithAll = { secrets: { release: "all", plan: "all", apply: "all" } } as const;

/** What is told of it. */
function problemsOf(written: unknown, checkout?: string): string[] {
  try {
    deliveryPlan(written, environments, checkout);
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
  const branchRule =
    "a branch that git accepts: letters, digits, and ./_-; no //, .., /. or .lock/, and no /, . or .lock at the end";
  const tagRule = "the beginning of tags: letters, digits, and /_-";

  test.each(["main", "release/1.x", "v1.2", "a-b_c/d", "1.0", "unlock", "x.locked"])(
    "may be of the branch %s",
    (branch) => {
      expect(deliverySchema.parse({ ...right, branch }).branch).toBe(branch);
    },
  );

  test.each(["a//b", "a..b", "a/", "a.", "a.lock", "a.lock/b", "a/.b", ".a", "/a", "a b", "a*b", ""])(
    "may not be of the branch %j, which is none",
    (branch) => {
      expect(problemsOf({ ...right, branch })).toEqual([
        `${file}: \`branch\` must be ${branchRule}, got: ${JSON.stringify(branch)}`,
      ]);
    },
  );

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
        `${file}: \`branch\` must be ${branchRule}, got: "main branch"`,
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
      told: [`${file}: \`branch\` must be ${branchRule}, got: "x' or branch =~ '.*"`],
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
        `${file}: \`environments.shop-awss\` must be the name of an environment in a cloud (${clouds}), got: "shop-awss"; did you mean "shop-aws"?`,
        `${file}: \`environments.laptop\` must be the name of an environment in a cloud (${clouds}), got: "laptop"`,
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
      name: "a dot in the beginning of tags, which would be any character in a pattern",
      written: { ...right, hotfixTags: "fix.", releaseTags: "v1." },
      told: [
        `${file}: \`hotfixTags\` must be ${tagRule}, got: "fix."`,
        `${file}: \`releaseTags\` must be ${tagRule}, got: "v1."`,
      ],
    },
    ...["../Dockerfile", "shop/../../Dockerfile", "./Dockerfile", "/Dockerfile", "shop/.."].map((dockerfile) => ({
      name: `a Dockerfile outside, ${dockerfile}`,
      written: { ...right, dockerfile },
      told: [
        `${file}: \`dockerfile\` must be the path of a file in this project, from the top level: letters, digits, and /._-, got: "${dockerfile}"`,
      ],
    })),
    {
      name: "Terraform that the stacks refuse",
      written: { ...right, terraformVersion: "1.9.8", environments: { "shop-google": {} } },
      told: [`${file}: \`terraformVersion\` must not be older than 1.11.0, which the stacks require, got: "1.9.8"`],
    },
    {
      name: "names that environments of GitHub have",
      written: {
        ...right,
        environments: { "shop-plan": {} },
        github: { ...github, gitOps: { repository: "team/config", environments: ["shop-aws", "shop-plan"] } },
      },
      told: [
        ...["environments.shop-plan", "github.gitOps.environments.1"].map(
          (path) =>
            `${file}: \`${path}\` must not end with -plan, -apply, -start or -promote where \`github\` is set, got: "shop-plan"; GitHub's environments for such work are called so: give its file another name`,
        ),
        `${file}: \`github.gitOps.environments.1\` must be an environment that nothing else delivers to, got: "shop-plan"; it is one of \`environments\`: a controller and a pipeline would undo each other's work`,
      ],
    },
    ...(["release", "apply"] as const).map((work) => ({
      name: `plans with the key of ${work}, on every branch`,
      written: { ...right, environments: { "shop-google": { secrets: { [work]: "mighty", plan: "mighty" } } } },
      told: [
        `${file}: \`environments.shop-google.secrets.plan\` must not be that of \`environments.shop-google.secrets.${work}\`, because every branch gets the key of plans, got: "mighty"; name one whose key may only read`,
      ],
    })),
    {
      name: "plans with a key of another environment's",
      written: {
        ...right,
        environments: { "shop-google": { secrets: { plan: "do-key" } }, "shop-do": {} },
      },
      told: [
        `${file}: \`environments.shop-google.secrets.plan\` must not be that of \`environments.shop-do.secrets.release\`, because every branch gets the key of plans, got: "do-key"; name one whose key may only read`,
      ],
    },
    {
      name: "one key for two projects of Google Cloud, as nobody has said otherwise",
      written: { branch: "main", semaphore, environments: { "shop-google": {}, "shop-google-demo": {} } },
      told: [
        `${file}: \`environments.shop-google-demo.secrets.release\` must not be that of \`shop-google\`, which is in another project, got: "gcp-key"; add this setting: without it all environments of a cloud have one`,
      ],
    },
    {
      name: "one key for two accounts of AWS, which somebody has named",
      written: {
        branch: "main",
        semaphore,
        environments: {
          "shop-aws": { secrets: { release: "both" } },
          "shop-aws-demo": { provision: false, secrets: { release: "both" } },
        },
      },
      told: [
        `${file}: \`environments.shop-aws-demo.secrets.release\` must not be that of \`shop-aws\`, which is in another account, got: "both"; name another one`,
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

  test.each<[string, unknown]>([
    ["there are no secrets of Semaphore", { branch: "main", github, environments: { "shop-google": plansWithAll } }],
    ["it is of no job", { branch: "main", semaphore, environments: { "shop-do": plansWithAll } }],
    ["both are of one account", { branch: "main", semaphore, environments: { "shop-aws": {}, untrusted: {} } }],
    [
      "a job of one of them gets none, because its cloud trusts Semaphore",
      { branch: "main", semaphore, environments: { "shop-aws": {}, "shop-aws-keyless": {} } },
    ],
    [
      "each has one of its own",
      {
        branch: "main",
        semaphore,
        environments: { "shop-google": {}, "shop-google-demo": { secrets: { release: "gcp-demo-key" } } },
      },
    ],
  ])("may have one name twice where %s", (_, written) => {
    expect(relationProblems(deliverySchema.parse(written), environments)).toEqual([]);
  });

  test("may have environments of any name where there are none of GitHub's", () => {
    const written = { branch: "main", semaphore, environments: { "shop-plan": {} } };
    expect(relationProblems(deliverySchema.parse(written), environments)).toEqual([]);
  });

  test("needs a Terraform only for what is provisioned, and the oldest that the stacks accept will do", () => {
    for (const written of [
      { ...right, terraformVersion: "1.9.8" },
      { ...right, terraformVersion: "1.11.0", environments: { "shop-google": {} } },
    ])
      expect(relationProblems(deliverySchema.parse(written), environments)).toEqual([]);
  });

  test("needs its Dockerfile, where files can be looked for", () => {
    const missing = { ...right, dockerfile: "addressbook/Dockerfil" };
    expect(problemsOf(missing)).toEqual([]);
    expect(problemsOf(right, ".")).toEqual([]);
    expect(problemsOf(missing, ".")).toEqual([
      `${file}: \`dockerfile\` must be a file that is there, got: "addressbook/Dockerfil"; write its path from the top level of this project`,
    ]);
    expect(problemsOf({ ...right, dockerfile: "addressbook" }, ".")).toHaveLength(1);
  });

  test("needs no trust of GitHub's where only Semaphore releases", () => {
    expect(problemsOf({ branch: "main", environments: { untrusted: {} }, semaphore })).toEqual([]);
  });
});
