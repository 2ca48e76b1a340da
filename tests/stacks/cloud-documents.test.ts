import { readFileSync } from "node:fs";

import { TerraformResource } from "cdktf";

import type { CloudEnvironment } from "../../environments/schema/environment";
import { environment, minimal } from "../support/environments";
import { maximalGoogle, stackJson } from "../support/every-environment";

interface CloudDocument {
  readonly document: string;
  /** Everything that can be switched on, in environments that exclude each other. */
  readonly environments: readonly CloudEnvironment[];
  /** A path as the document writes it. @default - as it is */
  readonly generalized?: (path: string) => string;
}

const documents: readonly CloudDocument[] = [
  {
    document: "docs/aws.md",
    environments: [
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
    ],
    // zones are not told apart, nor are administrators
    generalized: (path) => path.replace(/-\d(?=-|$)/g, "-N").replace(/admin-[^/]+/, "admin-*"),
  },
  {
    document: "docs/google.md",
    // Autopilot has no pool of nodes
    environments: [maximalGoogle, environment("google-demo", minimal.google)],
  },
  {
    document: "docs/digitalocean.md",
    environments: [
      environment("digitalocean-demo", minimal.digitalocean),
      environment("digitalocean-everything", {
        ...minimal.digitalocean,
        profile: "production",
        state: { backend: "s3", bucket: "team-state", region: "eu-central-1" },
      }),
    ],
  },
];

/** The types of the resources of some stacks, by path. */
const resourcesOf = ({ environments, generalized = (path) => path }: CloudDocument): Map<string, string> =>
  new Map(
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
function rowsOf({ document }: CloudDocument) {
  const [resources = ""] = readFileSync(document, "utf8").split("## What an edit does");
  return resources
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => {
      const [, paths = "", types = "", why = "", costs = ""] = line.split("|").map((cell) => cell.trim());
      const inCode = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
      return { paths: inCode(paths), types: inCode(types), why, costs };
    });
}

describe.each(documents)("$document", (cloud) => {
  const resources = resourcesOf(cloud);
  const rows = rowsOf(cloud);

  test("names every resource, and none that is not there", () => {
    expect(rows.flatMap(({ paths }) => paths).sort()).toEqual([...resources.keys()].sort());
  });

  test.each(rows)("$paths: the types are those of the stack, with a reason and a price", (row) => {
    const { paths, types, why, costs } = row;
    expect([...types].sort()).toEqual([...new Set(paths.map((path) => resources.get(path)))].sort());
    expect(why.length).toBeGreaterThan(20);
    expect(costs).toMatch(/\$\d|^–$/);
  });
});
