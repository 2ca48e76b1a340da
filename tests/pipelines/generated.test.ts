import { readFileSync } from "node:fs";

import delivery from "../../environments/delivery";
import { changesIn } from "../../pipelines/changes";
import { generateFiles } from "../../pipelines/generate-files";
import type { Known } from "../../pipelines/known";
import type { GeneratedFile } from "../../pipelines/model/generated-file";
import { type DeliveryPlan, deliveryPlan } from "../../pipelines/targets";
import { program } from "../../release/program";
import { environment, minimal, shippedEnvironments } from "../support/environments";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

/** All that the commands of pipelines may name in this checkout. */
const known: Known = {
  npmScripts: Object.keys(scripts),
  releaseCommands: program().commands.map((command) => command.name()),
};

let shipped: DeliveryPlan;
let files: readonly GeneratedFile[];
beforeAll(async () => {
  const environments = await shippedEnvironments();
  shipped = deliveryPlan(delivery, environments);
  files = generateFiles(shipped, { ...known, environments: environments.map(({ name }) => name) });
});

test("the committed pipelines are what is generated", () => {
  expect(changesIn(".", files).filter(({ change }) => change !== "none")).toEqual([]);
  expect(files.length).toBeGreaterThan(20);
});

test("the same input gives the same bytes", () => {
  expect(generateFiles(shipped, known)).toEqual(files);
});

test("every pipeline of the book is there for each environment that is delivered to", () => {
  const paths = files.map(({ path }) => path);
  for (const { environment: each } of shipped.targets)
    expect(paths).toEqual(
      expect.arrayContaining(
        ["deploy-canary", "deploy-stable", "rollback-canary"].map((name) => `.semaphore/${name}-${each.name}.yml`),
      ),
    );
});

describe("A fork", () => {
  const service = {
    name: "ledger",
    namespace: "finance",
    port: 8080,
    stablePods: 6,
    canaryPods: 2,
    databasePoolSize: 2,
  };
  const environments = [
    environment("frankfurt", {
      ...minimal.google,
      project: "ledger",
      service,
      ci: { github: { repository: "corp/money" } },
    }),
  ];
  const fork = deliveryPlan(
    {
      branch: "release/1.x",
      hotfixTags: "urgent",
      dockerfile: "ledger/Dockerfile",
      environments: { frankfurt: {} },
      semaphore: { imageRepository: "quay.io/corp/ledger", machine: "f1-standard-4", osImage: "ubuntu2404" },
      github: { repository: "corp/money", imageRepository: "ghcr.io/corp/ledger" },
    },
    environments,
  );
  const generated = generateFiles(fork, { ...known, environments: ["frankfurt"] });
  const all = generated.map(({ path, text }) => `${path}\n${text}`).join("\n");

  test("has nothing of ours in its pipelines", () => {
    expect(all).not.toMatch(/addressbook|example-org|master|hotfix|-production|aws|digitalocean/i);
  });

  test("has its own branch, tags, service, numbers and files in them", () => {
    expect(generated.map(({ path }) => path)).toEqual([
      ".semaphore/semaphore.yml",
      ".semaphore/deploy-canary-frankfurt.yml",
      ".semaphore/deploy-stable-frankfurt.yml",
      ".semaphore/rollback-canary-frankfurt.yml",
      ".github/workflows/ci.yml",
      ".github/workflows/release.yml",
      ".github/workflows/deploy-frankfurt.yml",
      ".github/workflows/rollback-frankfurt.yml",
      ".github/workflows/dependencies.yml",
    ]);
    for (const text of [
      "result = 'passed' and (branch = 'release/1.x' or tag =~ '^urgent')",
      "branches:\n      - release/1.x\n",
      "github.ref == 'refs/heads/release/1.x'",
      "type: f1-standard-4",
      'default_value: "4"',
      "urgent**",
      "--file ledger/Dockerfile",
      "http://127.0.0.1:8080",
      "quay.io/corp/ledger",
      "ghcr.io/corp/ledger",
      "--project team-project",
    ])
      expect(all).toContain(text);
  });

  test("that leaves a system gets none of its files", () => {
    const left = generateFiles({ ...fork, delivery: { ...fork.delivery, github: undefined } }, known);
    expect(left.map(({ path }) => path.split("/")[0])).toEqual([
      ".semaphore",
      ".semaphore",
      ".semaphore",
      ".semaphore",
    ]);
  });
});

test("what would not be safe is refused, and nothing comes back", () => {
  const [target] = shipped.targets;
  const unsafe = { ...shipped, targets: [{ ...target!, kubeconfigCommand: 'login --token "$DO_ACCESS_TOKEN"' }] };
  expect(() => generateFiles(unsafe, known)).toThrow(
    /deploy-canary-aws-production\.yml has \d+ problems?:\n.*DO_ACCESS_TOKEN/,
  );
});
