import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { parseAllDocuments } from "yaml";

import { helmChart } from "../../charts/helm/chart";
import { releaseSettings } from "../../charts/release-settings";
import type { ReleaseVariables } from "../../charts/release-variables";
import type { Environment } from "../../environments/schema/environment";
import type { Manifest } from "./manifests";

/** The chart of an environment. */
export function chartOf(environment: Environment, variables: ReleaseVariables = {}) {
  const [release] = releaseSettings([environment], variables);
  return helmChart(release!.environment, release!.settings);
}

/** How a command of Helm ended. */
export interface HelmOutcome {
  readonly status: number | null;
  /** What it wrote, on both channels. */
  readonly output: string;
}

export class Helm {
  private constructor(
    private readonly command: string,
    readonly version: string,
  ) {}

  /** What the variable HELM names, or else what is on the PATH; undefined when that is neither Helm 3 nor 4. */
  static find(): Helm | undefined {
    const command = process.env["HELM"] ?? "helm";
    const { stdout } = spawnSync(command, ["version", "--short"], { encoding: "utf8" });
    const version = /^v[34]\.\S+/.exec(stdout)?.[0];
    return version === undefined ? undefined : new Helm(command, version);
  }

  /** Whether the charts take this version: 3.22, 4.2 or later. */
  get isNewEnough(): boolean {
    const [major, minor] = this.version.slice(1).split(".").map(Number.parseFloat);
    return (minor ?? 0) >= (major === 3 ? 22 : 2);
  }

  /** Writes the chart into a temporary folder and runs a command there: `lint --strict`. */
  run(environment: Environment, command: readonly string[], values: object = {}): HelmOutcome {
    const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
    try {
      for (const [path, text] of Object.entries({
        ...chartOf(environment).files,
        // not part of the chart: what a user gives
        "../values.json": JSON.stringify(values),
      })) {
        const file = join(folder, "chart", path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      const { status, stdout, stderr } = spawnSync(this.command, [...command, "chart", "--values", "values.json"], {
        cwd: folder,
        encoding: "utf8",
        env: { PATH: process.env["PATH"], HOME: folder },
      });
      return { status, output: `${stdout}${stderr}` };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** The objects that the chart renders with these values; throws when Helm refuses them. */
  objects(environment: Environment, values: object = {}): Manifest[] {
    const { status, output } = this.run(environment, ["template", "release"], values);
    if (status !== 0) throw new Error(output);
    return parseAllDocuments(output)
      .map((document) => document.toJS() as Manifest | null)
      .filter((object) => object !== null);
  }
}
