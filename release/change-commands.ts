import { type Command, Option } from "commander";

import { canary } from "./commands/canary";
import { promotesOnly, takesBackOnly } from "./commands/guard";
import { promote } from "./commands/promote";
import { rollback } from "./commands/rollback";
import * as option from "./options";
import { type ChangeOptions, runChange } from "./run-command";
import { reporting } from "./subcommand";

/** Adds the commands that change what runs. */
export function addChanges(release: Command): void {
  reporting(release, "canary", "Starts the new version beside the old one, and finds out whether it is good.", [
    "canary -e aws-demo --image REPOSITORY@sha256:… --dry-run",
    "canary -e aws-demo --image REPOSITORY@sha256:… --canary-pods 1 --stable-pods 2 --report canary.md",
  ])
    .addOption(option.imageOption())
    .addOption(option.canaryPodsOption())
    .addOption(option.stablePodsOption("pods of stable meanwhile (default: as many less as the canary has)"))
    .addOption(option.canaryWeightOption())
    .addOption(option.databaseSecretOption())
    .action((options: ChangeOptions) => runChange({ name: "canary", work: canary }, options));

  reporting(release, "promote", "Gives all clients what the canary has proven, and ends the canary.", [
    "promote -e aws-demo",
    "promote -e aws-demo --image REPOSITORY@sha256:… --accept inconclusive",
  ])
    .addOption(option.digestOption("promote nothing but this, by its digest (default: whatever is proven)"))
    .addOption(option.stablePodsOption("pods of stable from then on (default: `service.stablePods`)"))
    .addOption(option.databaseSecretOption())
    .addOption(
      new Option("--accept <verdict>", "promote although the verification said so").choices(["inconclusive", "fail"]),
    )
    .action(({ image, accept, ...options }: ChangeOptions & { accept?: "inconclusive" | "fail" }) =>
      runChange(
        {
          name: "promote",
          given: { accept },
          only: image === undefined ? undefined : { image, guard: promotesOnly(image) },
          work: (each, strategy, request) =>
            promote(each, strategy, request, { accept: accept === undefined ? [] : [accept] }),
        },
        options,
      ),
    );

  reporting(release, "rollback", "Explains what is wrong, brings stable back, and ends the canary.", [
    "rollback -e aws-demo",
    "rollback -e aws-demo --image REPOSITORY@sha256:…",
    "rollback -e aws-demo --to 3",
  ])
    .addOption(
      option
        .digestOption("take back nothing but a release of this, by its digest (default: whatever is under way)")
        .conflicts("to"),
    )
    .addOption(option.stablePodsOption("pods of stable from then on (default: `service.stablePods`)"))
    .addOption(
      new Option("--to <revision>", "revision of stable to go back to, see history").argParser(option.wholeNumber),
    )
    .action(({ image, to, ...options }: ChangeOptions & { to?: number }) =>
      runChange(
        {
          name: "rollback",
          to,
          only: image === undefined ? undefined : { image, guard: takesBackOnly(image) },
          work: (each, strategy, request) => rollback(each, strategy, request, to === undefined ? {} : { to }),
        },
        options,
      ),
    );
}
