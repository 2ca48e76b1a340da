import { parse } from "yaml";

import type { DeliveryInput } from "../../../environments/schema/delivery";
import type { CloudEnvironment } from "../../../environments/schema/environment";
import { githubFiles } from "../../../pipelines/github/github-files";
import type { GeneratedFile } from "../../../pipelines/model/generated-file";
import { environment, minimal } from "../../support/environments";
import { planOf } from "../support/plan";

/** A step as it is in the file. */
export interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A job as it is in the file. */
export interface Job {
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly "runs-on"?: string;
  readonly concurrency?: unknown;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly with?: unknown;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: unknown;
  readonly concurrency: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Another company's, so that nothing comes from what the project ships. */
export const github = { repository: "acme/web.shop", imageRepository: "ghcr.io/acme/shop" } as const;

const trusting = { ci: { github: { repository: github.repository } } } as const;

export const onAws = environment("eu", { ...minimal.aws, ...trusting });
export const onGoogle = environment("us", { ...minimal.google, ...trusting });
export const onDigitalocean = environment("asia", minimal.digitalocean);

/** The files for a company's environments. */
export const filesFor = (
  environments: readonly CloudEnvironment[],
  settings: Partial<DeliveryInput> = {},
): GeneratedFile[] =>
  githubFiles(
    planOf(
      {
        branch: "main",
        environments: Object.fromEntries(environments.map(({ name }) => [name, {}])),
        github,
        ...settings,
      },
      environments,
    ),
  );

/** The same, read, by the names of the files. */
export const workflowsFor = (
  environments: readonly CloudEnvironment[],
  settings?: Partial<DeliveryInput>,
): Readonly<Record<string, Workflow>> =>
  Object.fromEntries(
    filesFor(environments, settings).map(({ path, text }) => [
      path.replace(".github/workflows/", ""),
      parse(text) as Workflow,
    ]),
  );

/** Jobs with those before them, their condition and where they run. */
export const story = ({ jobs }: Workflow) =>
  Object.entries(jobs).map(([id, { needs = [], if: when = "", environment = "" }]) =>
    [id, needs.join(" "), when, environment].join(" | "),
  );

export { github as settings };
