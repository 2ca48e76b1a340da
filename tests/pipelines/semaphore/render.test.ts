import { parse } from "yaml";

import { generatedLine } from "../../../pipelines/model/generated-file";
import { semaphoreFiles } from "../../../pipelines/semaphore/semaphore-files";
import { environment, minimal } from "../../support/environments";
import { planOf } from "../support/plan";

const service = { name: "shop", canaryPods: 2, stablePods: 6 };
const environments = [
  environment("live-aws", { ...minimal.aws, project: "shop", service }),
  environment("live-google", { ...minimal.google, state: { backend: "gcs", bucket: "shop-state" } }),
  environment("other", minimal.digitalocean),
];
const semaphore = { imageRepository: "quay.io/team/shop", machine: "f1-standard-4", osImage: "ubuntu2404" };
const settings = {
  branch: "main",
  hotfixTags: "fix-",
  environments: {
    "live-aws": { secrets: { release: "aws-releases", database: "shop-login" } },
    "live-google": { canary: "manual", secrets: { release: "google-releases" } },
  },
  semaphore,
} as const;

interface Block {
  readonly name: string;
  readonly task: { readonly secrets?: unknown };
}

interface Definition {
  readonly blocks: readonly Block[];
  readonly after_pipeline?: Block;
  readonly promotions?: unknown;
  readonly queue?: unknown;
  readonly auto_cancel?: unknown;
  readonly execution_time_limit: unknown;
}

const files = semaphoreFiles(planOf(settings, environments));
const definitions = Object.fromEntries(
  files.map(({ path, text }) => [path.replace(/^\.semaphore\/|\.yml$/g, ""), parse(text) as Definition]),
);
const definition = (name: string): Definition => {
  const found = definitions[name];
  if (found === undefined) throw new Error(`${name} is none of ${Object.keys(definitions).join(", ")}`);
  return found;
};

describe("the pipelines of Semaphore", () => {
  it("are those that promotions lead to, each once", () => {
    expect(files.map(({ path }) => path)).toStrictEqual([
      ".semaphore/semaphore.yml",
      ".semaphore/deploy-canary-live-aws.yml",
      ".semaphore/deploy-stable-live-aws.yml",
      ".semaphore/rollback-canary-live-aws.yml",
      ".semaphore/deploy-canary-live-google.yml",
      ".semaphore/deploy-stable-live-google.yml",
      ".semaphore/rollback-canary-live-google.yml",
      ".semaphore/plan-live-google.yml",
      ".semaphore/apply-live-google.yml",
    ]);
  });

  it("are none where Semaphore is not used", () => {
    const github = { repository: "team/shop", imageRepository: "ghcr.io/team/shop" };
    const plan = planOf({ branch: "main", environments: { other: {} }, github }, environments);
    expect(semaphoreFiles(plan)).toStrictEqual([]);
  });

  it("say that they are generated, refer to nothing, and have a line for each command", () => {
    for (const { text } of files) {
      expect(text.split("\n", 1)).toStrictEqual([generatedLine]);
      expect(text).not.toMatch(/[:-] ([&*]\w+|[|>][+-]?)$/m);
      expect(text).toMatch(/^version: v1\.0\nname: .+\nagent:\n {2}machine:\n {4}type: f1-standard-4\n/m);
    }
  });

  it("change a target one at a time", () => {
    const google = { name: "addressbook-live-google", scope: "project", processing: "serialized" };
    const aws = { ...google, name: "shop-live-aws" };
    expect(Object.fromEntries(Object.entries(definitions).map(([name, { queue }]) => [name, queue]))).toStrictEqual({
      semaphore: undefined,
      "deploy-canary-live-aws": aws,
      "deploy-stable-live-aws": aws,
      "rollback-canary-live-aws": aws,
      "deploy-canary-live-google": google,
      "deploy-stable-live-google": google,
      "rollback-canary-live-google": google,
      "plan-live-google": undefined,
      "apply-live-google": google,
    });
  });

  it("may take as long as their jobs, one after the other", () => {
    const limits = ["semaphore", "deploy-canary-live-aws", "apply-live-google"].map(
      (name) => definition(name).execution_time_limit,
    );
    expect(limits).toStrictEqual([{ minutes: 85 }, { minutes: 30 }, { minutes: 100 }]);
  });

  it("give each job the secrets that it needs, and no other", () => {
    const secrets = Object.entries(definitions).flatMap(([name, { blocks, after_pipeline }]) => [
      ...blocks.map((block) => [name, block.name, block.task.secrets]),
      ...(after_pipeline === undefined ? [] : [[name, "afterwards", after_pipeline.task.secrets]]),
    ]);
    const named = (...names: string[]) => names.map((name) => ({ name }));
    expect(secrets).toStrictEqual([
      ["semaphore", "Build", named("dockerhub")],
      ["semaphore", "Sources", undefined],
      ["semaphore", "Image: Integration test", named("dockerhub")],
      ["semaphore", "Image: Functional test", named("dockerhub")],
      ["deploy-canary-live-aws", "Canary", named("dockerhub", "aws-releases", "shop-login")],
      ["deploy-canary-live-aws", "afterwards", named("aws-releases")],
      ["deploy-stable-live-aws", "Stable", named("aws-releases")],
      ["deploy-stable-live-aws", "afterwards", named("aws-releases")],
      ["rollback-canary-live-aws", "Rollback", named("aws-releases")],
      ["deploy-canary-live-google", "Canary", named("dockerhub", "google-releases")],
      ["deploy-canary-live-google", "afterwards", named("google-releases")],
      ["deploy-stable-live-google", "Stable", named("google-releases")],
      ["deploy-stable-live-google", "afterwards", named("google-releases")],
      ["rollback-canary-live-google", "Rollback", named("google-releases")],
      ["plan-live-google", "Plan", named("plan-key")],
      ["apply-live-google", "Apply", named("apply-key")],
    ]);
  });

  it("name secret variables only where the shell itself writes or renames them", () => {
    const secret = files.flatMap(({ text }) =>
      text.split("\n").flatMap((line) => (/\$\{?\w*(PASSWORD|TOKEN|SECRET)/.test(line) ? [line.trim()] : [])),
    );
    expect([...new Set(secret)]).toStrictEqual([
      `- printf '%s' "$DOCKER_PASSWORD" | docker login --username "$DOCKER_USERNAME" --password-stdin quay.io`,
    ]);
  });
});

describe("continuous integration", () => {
  it("stops what a newer commit makes pointless, but no release", () => {
    expect(definition("semaphore").auto_cancel).toStrictEqual({
      running: { when: "branch != 'main' and tag !~ '.*'" },
    });
    expect(Object.values(definitions).filter(({ auto_cancel }) => auto_cancel !== undefined)).toHaveLength(1);
  });

  it("is followed by canaries, and by plans of what has a state for all", () => {
    const pods = (name: string, description: string, value: string) => ({
      name,
      description,
      required: true,
      default_value: value,
    });
    expect(definition("semaphore").promotions).toStrictEqual([
      {
        name: "Canary Deployment (live-aws)",
        pipeline_file: "deploy-canary-live-aws.yml",
        auto_promote: { when: "result = 'passed' and (branch = 'main' or tag =~ '^fix-')" },
        parameters: {
          env_vars: [
            pods("CANARY_PODS", "Pods of the canary", "2"),
            pods("STABLE_PODS", "Pods of stable beside the canary", "4"),
          ],
        },
      },
      {
        name: "Canary Deployment (live-google)",
        pipeline_file: "deploy-canary-live-google.yml",
        parameters: {
          env_vars: [
            pods("CANARY_PODS", "Pods of the canary", "1"),
            pods("STABLE_PODS", "Pods of stable beside the canary", "2"),
          ],
        },
      },
      {
        name: "Plan (live-google)",
        pipeline_file: "plan-live-google.yml",
        auto_promote: { when: "result = 'passed'" },
      },
    ]);
  });
});

describe("a canary", () => {
  it("hands over the login that Semaphore keeps", () => {
    const handsOver = (name: string) => JSON.stringify(definition(name).blocks).includes("npx release connect");
    expect(handsOver("deploy-canary-live-aws")).toBe(true);
    expect(handsOver("deploy-canary-live-google")).toBe(false);
  });

  it("is promoted by a person, taken back by itself, and explained in any case", () => {
    const { promotions, after_pipeline: afterwards } = definition("deploy-canary-live-aws");
    const parameters = {
      env_vars: [{ name: "STABLE_PODS", description: "Pods of stable", required: true, default_value: "6" }],
    };
    expect(promotions).toStrictEqual([
      { name: "Stable Deployment (live-aws)", pipeline_file: "deploy-stable-live-aws.yml", parameters },
      {
        name: "Rollback Canary (live-aws)",
        pipeline_file: "rollback-canary-live-aws.yml",
        auto_promote: { when: "result = 'failed' or result = 'stopped'" },
        parameters,
      },
    ]);
    expect(afterwards).toMatchObject({
      task: {
        env_vars: [
          { name: "AWS_REGION", value: "eu-central-1" },
          { name: "AWS_DEFAULT_REGION", value: "eu-central-1" },
        ],
        epilogue: {
          always: {
            commands: [
              "npx release diagnose --environment live-aws",
              "artifact push workflow --force release-canary-live-aws.html",
            ],
          },
        },
        jobs: [
          {
            name: "Diagnose",
            commands: [
              "aws kubeconfig live-aws",
              "npx release report --environment live-aws --samples 15 --file release-canary-live-aws.html",
              "npx release status --environment live-aws",
            ],
          },
        ],
      },
    });
  });

  it("runs the release tool on the image that was tested", () => {
    expect(definition("deploy-canary-live-google").blocks).toMatchObject([
      {
        task: {
          jobs: [
            {
              commands: [
                "gcloud login live-google",
                "gcloud kubeconfig live-google",
                `IMAGE="$(npx release push --environment live-google --image "$IMAGE")"`,
                `npx release canary --environment live-google --image "$IMAGE" --report canary-live-google.xml --report canary-live-google.html`,
              ],
            },
          ],
        },
      },
    ]);
  });
});

describe("an applied plan", () => {
  it("is one of the released branch", () => {
    expect(definition("plan-live-google").promotions).toStrictEqual([
      { name: "Apply (live-google)", pipeline_file: "apply-live-google.yml" },
    ]);
    expect(definition("apply-live-google").blocks).toMatchObject([
      { name: "Apply", dependencies: [], run: { when: "branch = 'main'" } },
    ]);
  });
});
