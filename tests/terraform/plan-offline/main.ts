import { Command } from "commander";

import { exitOnProblems } from "../../../environments/schema/exit";
import { loadCloudEnvironment } from "../../../environments/schema/load";
import { environmentOption, exitOnUsage, outputOption } from "../../../environments/schema/options";
import { findTerraform, missingTerraform } from "../harness/terraform-command";
import { planOffline } from "./plan-offline";
import { renderPlan } from "./report";

interface Options {
  readonly environment: string;
  readonly state?: string;
  readonly output: "text" | "json";
  readonly full?: boolean;
}

const program = new Command("plan:offline")
  .description(
    "Shows what Terraform would create, change, replace or delete for an environment, before any credential exists. " +
      "The real Terraform plans with providers that have the schemas and the rules of the real ones and know no cloud.",
  )
  .addOption(environmentOption())
  .option("-s, --state <file>", "what is deployed, from `terraform state pull`; it is read only (default: nothing)")
  .addOption(outputOption())
  .option("--full", "Terraform's own words, every attribute included")
  .addHelpText(
    "after",
    `
It knows what is in the code, the schemas and the state. It does not know what somebody changed in the cloud by hand,
quotas, names that others have taken, or what is sold out: that takes \`npx cdktf diff NAME\` with credentials.

Exit codes:
  0  planned, whatever the plan is    1  Terraform refuses it, or is missing    2  wrong input

Examples:
  npm run plan:offline -- --environment aws-demo
  (cd cdktf.out/stacks/aws-production && terraform state pull) > deployed.tfstate
  npm run plan:offline -- --environment aws-production --state deployed.tfstate
  npm run --silent plan:offline -- --environment aws-demo --output json | jq '.changes[] | select(.action == "replace")'`,
  )
  .exitOverride(exitOnUsage)
  .action(main);

async function main({ environment: name, state, output, full = false }: Options): Promise<void> {
  const environment = await loadCloudEnvironment(name);
  const terraform = findTerraform();
  if (terraform === undefined) {
    process.stderr.write(
      `${missingTerraform}; https://developer.hashicorp.com/terraform/install tells how to get it\n`,
    );
    process.exitCode = 1;
    return;
  }

  const plan = await planOffline(terraform, environment, {
    stateFile: state,
    colors: output === "text" && process.stdout.isTTY,
  });
  if (plan.refused) process.exitCode = 1;
  const text = output === "json" ? JSON.stringify(plan, undefined, 2) : full ? plan.text.trim() : renderPlan(plan);
  process.stdout.write(`${text}\n`);
}

// without a listener, a signal would end it before it can clean up
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => {
    process.exit(1);
  });
program.parseAsync().catch(exitOnProblems);
