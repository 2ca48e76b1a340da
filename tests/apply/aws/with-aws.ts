import { spawnSync } from "node:child_process";

import { addOnVersions } from "../../../constructs/aws/add-on-versions";
import { AwsEmulator } from "../../emulators/aws/aws-emulator";
import { findPython } from "../../emulators/aws/python";
import { skipAloud } from "../../terraform/harness/with-terraform";
import { shipped } from "../shipped";
import { type Played, withProvider } from "../with-provider";

/** What tests against an AWS that is played work with. */
export interface PlayedAws {
  /**
   * An AWS of one's own without anything in it.
   *
   * @param account @default - that of the shipped environments
   */
  readonly start: (account?: string) => Promise<Played<AwsEmulator>>;
  /** Why tests that need the command line tools of AWS cannot run; undefined when they can. */
  readonly commandLineTools: string | undefined;
}

/** Tests with the real Terraform and provider. What runs the emulator may be missing, too. */
export function withAws(what: string, define: (aws: PlayedAws) => void): void {
  const python = findPython();
  if ("missing" in python) {
    skipAloud(what, python.missing);
    return;
  }
  const { accountId } = shipped("aws", "aws-demo");
  withProvider(what, "aws", "", (surround) => {
    define({
      start: async (account = accountId) => surround(await AwsEmulator.start({ account, addOnVersions })),
      commandLineTools: spawnSync("aws", ["--version"]).status === 0 ? undefined : "the aws CLI is not on the PATH",
    });
  });
}
