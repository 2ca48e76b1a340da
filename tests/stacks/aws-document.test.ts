import { readFileSync } from "node:fs";

import { TerraformResource } from "cdktf";

import { environment, minimal } from "../support/environments";
import { stackJson } from "../support/every-environment";

/** Everything that can be switched on, in two environments that exclude each other. */
const environments = [
  environment("aws-everything", {
    ...minimal.aws,
    profile: "production",
    state: { backend: "s3", bucket: "team-state", region: "eu-central-1" },
    ci: {
      github: { repository: "owner/repository" },
      semaphore: {
        organization: "team",
        projectId: "936a5312-a3b8-4921-8b3f-2cec8baac574",
        repository: "repository",
      },
    },
  }),
  environment("aws-isolated", { ...minimal.aws, network: { ...minimal.aws.network, nat: "none" } }),
];

/** As the document writes them: zones are not told apart, nor are administrators. */
const generalized = (path: string): string => path.replace(/-\d(?=-|$)/g, "-N").replace(/admin-[^/]+/, "admin-*");

/** The types of the stacks' resources, by path. */
const resources = new Map(
  environments.flatMap((made) =>
    stackJson(made)
      .stack.node.findAll()
      .filter((construct) => TerraformResource.isTerraformResource(construct))
      .map(({ node, terraformResourceType }): [string, string] => [
        generalized(node.path.slice(node.path.indexOf("/") + 1)),
        terraformResourceType,
      ]),
  ),
);

/** Rows of the tables: what stands in the first two columns, in code. */
const [document = ""] = readFileSync("docs/aws.md", "utf8").split("## What an edit does");
const rows = document
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => {
    const [, paths = "", types = "", why = "", costs = ""] = line.split("|").map((cell) => cell.trim());
    const inCode = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
    return { paths: inCode(paths), types: inCode(types), why, costs };
  });

test("the document names every resource, and none that is not there", () => {
  expect(rows.flatMap(({ paths }) => paths).sort()).toEqual([...resources.keys()].sort());
});

test.each(rows)(
  "$paths: the types are those of the stack, with a reason and a price",
  ({ paths, types, why, costs }) => {
    expect([...types].sort()).toEqual([...new Set(paths.map((path) => resources.get(path)))].sort());
    expect(why.length).toBeGreaterThan(20);
    expect(costs).toMatch(/\$\d|^–$/);
  },
);
