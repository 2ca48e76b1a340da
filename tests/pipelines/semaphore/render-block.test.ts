import { parse, stringify } from "yaml";

import { deliverySchema } from "../../../environments/schema/delivery";
import type { Stage } from "../../../pipelines/model/pipeline";
import { renderBlocks } from "../../../pipelines/semaphore/render-block";
import { job } from "../../../pipelines/jobs/job";

const semaphore = {
  imageRepository: "registry.example.org:5000/team/service",
  registrySecret: "team-registry",
  machine: "r1-standard-2",
  osImage: "ubuntu2404",
};
const delivery = {
  ...deliverySchema.parse({ branch: "main", environments: {}, nodeVersion: "22", terraformVersion: "1.15.2" }),
  semaphore,
};

/** As they are read, without what is not there. */
const blocksOf = (...stages: Stage[]): unknown => parse(stringify(renderBlocks(stages, delivery)));

const echo = (text: string) => ({ name: text, commands: [`echo ${text}`] });
const small = { needs: { packages: false }, timeoutMinutes: 5 };

describe("blocks", () => {
  it("are stages whose jobs need the same", () => {
    const jobs = [job({ ...small, name: "a", steps: [echo("a")] }), job({ ...small, name: "b", steps: [echo("b")] })];
    expect(blocksOf({ name: "Both", after: [], jobs, onlyOn: "main" })).toStrictEqual([
      {
        name: "Both",
        dependencies: [],
        run: { when: "branch = 'main'" },
        task: {
          prologue: { commands: ["checkout"] },
          jobs: [
            { name: "a", execution_time_limit: { minutes: 5 }, commands: ["echo a"] },
            { name: "b", execution_time_limit: { minutes: 5 }, commands: ["echo b"] },
          ],
        },
      },
    ]);
  });

  it("are parts of stages where jobs differ in what they need, and what follows waits for all of them", () => {
    const one = job({ ...small, name: "one", steps: [] });
    const two = job({ ...small, name: "two", steps: [] });
    const pushes = job({ ...small, name: "pushes", needs: { packages: false, registry: "push" }, steps: [] });
    expect(
      blocksOf({ name: "First", after: [], jobs: [one, pushes, two] }, { name: "Then", after: ["First"], jobs: [one] }),
    ).toMatchObject([
      { name: "First: one, two", dependencies: [], task: { jobs: [{ name: "one" }, { name: "two" }] } },
      { name: "First: pushes", dependencies: [], task: { secrets: [{ name: "team-registry" }] } },
      { name: "Then", dependencies: ["First: one, two", "First: pushes"] },
    ]);
  });
});

describe("a job", () => {
  it("gets what it needs before its own commands", () => {
    const needy = job({
      name: "needy",
      timeoutMinutes: 5,
      needs: { registry: "pull", postgresPassword: "for-tests", terraform: true },
      takes: ["IMAGE"],
      steps: [echo("done")],
    });
    expect(blocksOf({ name: "All", after: [], jobs: [needy] })).toMatchObject([
      {
        task: {
          secrets: [{ name: "team-registry" }],
          prologue: {
            commands: [
              "checkout",
              "sem-version node 22",
              `cache restore "npm-$(checksum package-lock.json)"`,
              "npm ci --no-audit --no-fund",
              `cache store "npm-$(checksum package-lock.json)" ~/.npm`,
              "sem-service start postgres 17 --username=postgres --password=for-tests",
              "docker exec postgres pg_isready --host=127.0.0.1 --username=postgres",
              `printf 'Terraform v%s\\n' 1.15.2 "$(terraform version | sed -n '1s/Terraform v//p')" | sort --version-sort --check`,
              `printf '%s' "$DOCKER_PASSWORD" | docker login --username "$DOCKER_USERNAME" --password-stdin registry.example.org:5000`,
              `IMAGE="$(sem-context get IMAGE)"`,
              "export IMAGE",
            ],
          },
          jobs: [{ commands: ["echo done"] }],
        },
      },
    ]);
  });

  it("leaves files when it has passed, or always, and before says what is always to be said: a file may be missing", () => {
    const giving = job({
      ...small,
      name: "giving",
      gives: ["IMAGE"],
      leaves: [
        { name: "sbom", path: "sbom.json", always: false },
        { name: "report", path: "report.xml", always: true },
        { name: "plan", path: "plan.md", always: true },
      ],
      steps: [
        { ...echo("first"), variables: { LEVEL: "1" } },
        { ...echo("logs"), always: true },
        { ...echo("second"), variables: { FLAG: "true" } },
      ],
    });
    expect(blocksOf({ name: "All", after: [], jobs: [giving] })).toMatchObject([
      {
        task: {
          epilogue: {
            always: {
              commands: [
                "echo logs",
                "test-results publish --ignore-missing report.xml",
                "artifact push workflow --force plan.md",
              ],
            },
          },
          jobs: [
            {
              env_vars: [
                { name: "LEVEL", value: "1" },
                { name: "FLAG", value: "true" },
              ],
              commands: [
                "echo first",
                "echo second",
                "artifact push workflow --force sbom.json",
                `sem-context put --force IMAGE="$IMAGE"`,
              ],
            },
          ],
        },
      },
    ]);
  });
});
