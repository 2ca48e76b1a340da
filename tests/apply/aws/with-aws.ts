/* eslint-disable jest/no-export -- it defines tests for the files that call it */
import { spawnSync } from "node:child_process";

import { addOnVersions } from "../../../constructs/aws/add-on-versions";
import { stackJson } from "../../support/every-environment";
import { AwsEmulator } from "../../emulators/aws/aws-emulator";
import { findPython } from "../../emulators/aws/python";
import type { StackJson } from "../../terraform/harness/offline-providers";
import { findProvider } from "../../terraform/harness/real-provider";
import { findTerraform, missingTerraform } from "../../terraform/harness/terraform-command";
import { skipAloud } from "../../terraform/harness/with-terraform";
import type { Surroundings } from "../real-workspace";
import { shippedAws } from "./environments";

/** What tests against an AWS that is played work with. */
export interface PlayedAws {
  /**
   * An AWS of one's own without anything in it.
   *
   * @param account @default - that of the shipped environments
   */
  readonly start: (account?: string) => Promise<{ emulator: AwsEmulator; surroundings: Surroundings }>;
  /** Why tests that need the command line tools of AWS cannot run; undefined when they can. */
  readonly commandLineTools: string | undefined;
}

/** Tests with the real Terraform and the real provider. Where one is missing they are skipped, and said to be. */
export function withAws(what: string, define: (aws: PlayedAws) => void): void {
  const environment = shippedAws("aws-demo");
  const { source, version = "" } = (stackJson(environment).json as StackJson).terraform.required_providers["aws"]!;
  const terraform = findTerraform();
  const provider = findProvider(source, version);
  const python = findPython();
  if (terraform === undefined) {
    skipAloud(what, missingTerraform);
    return;
  }
  if (provider === undefined) {
    skipAloud(what, `no mirror folder has the provider ${source} (set TF_PLUGIN_DIR to one that holds ${version})`);
    return;
  }
  if ("missing" in python) {
    skipAloud(what, python.missing);
    return;
  }

  const which = `${terraform.name} ${terraform.version}, provider ${provider.version}`;
  describe(`${what} (${which})`, () => {
    define({
      start: async (account = environment.accountId) => {
        const emulator = await AwsEmulator.start({ account, addOnVersions });
        return { emulator, surroundings: { terraform, provider, wantedVersion: version, cloud: emulator.environment } };
      },
      commandLineTools: spawnSync("aws", ["--version"]).status === 0 ? undefined : "the aws CLI is not on the PATH",
    });
  });
}
