import { Command, Option } from "commander";
import colors from "picocolors";

import { exitOnProblems } from "../../environments/schema/exit";
import { exitOnUsage, outputOption } from "../../environments/schema/options";
import { AwsEmulator } from "./aws/aws-emulator";
import { type Given, readSettings } from "./settings";

interface Options extends Given {
  readonly output: "text" | "json";
}

/** What would lead a program past the emulator, to an account that exists. */
const unset = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"];

const duration = (phase: string, what: string): Option =>
  new Option(`--${phase} <seconds>`, `how long things are ${what}, as in cluster=20,node-group=10,add-on=2,instance=5`);

const program = new Command("emulate")
  .description(
    "Plays a cloud on this machine, to deploy an environment to without an account, without costs and without danger. " +
      "Nothing runs in it: there are answers in the words and by the rules of the cloud, until this program ends.",
  )
  .argument("<cloud>", "aws")
  .addOption(new Option("-p, --port <number>", "0: any that is free").default("0"))
  .addOption(new Option("-a, --account <number>", "as in the file of the environment").default("111122223333"))
  .addOption(duration("creating", "CREATING (default: done at once)"))
  .addOption(duration("updating", "UPDATING"))
  .addOption(duration("deleting", "DELETING"))
  .addOption(outputOption())
  .addHelpText(
    "after",
    `
It needs Python 3.10 or later, and installs the packages of tests/emulators/aws/requirements.txt the first time.

A deployment to it is like any other, but for the variables that this program prints:

  npm run emulate -- aws                       # in one shell, until Ctrl-C
  …                                            # in another: the lines that it prints, and then
  npx cdktf deploy aws-demo
  npx cdktf destroy aws-demo
  curl -s $AWS_ENDPOINT_URL/_emulator/leftovers

The state of an environment with a local backend is in terraform.NAME.tfstate, whichever cloud it was made in: remove
it before the same environment goes to the real cloud, and do not begin when there is one of the real cloud.

What can be looked at and changed while it runs:
  GET    /_emulator/leftovers       everything that exists and would be billed, or be forgotten
  GET    /_emulator/requests        what was asked, and what became of it
  GET    /_emulator/refused         what AWS's models do not allow, and what is not emulated
  POST   /_emulator/faults          {"operation": "eks:CreateCluster", "error": "ThrottlingException", "first": 2}
                                    or "delay": seconds, "reset": "before" or "after", "every": 3
  DELETE /_emulator/faults
  POST   /_emulator/waiting         {"creating": {"cluster": 20}}

Exit codes:
  0  ended by Ctrl-C    1  it cannot run, or broke off    2  wrong input

Examples:
  npm run emulate -- aws --port 4566 --creating cluster=20,node-group=10
  npm run --silent emulate -- aws --output json | head -1 | jq .environment`,
  )
  .exitOverride(exitOnUsage)
  .action(main);

async function main(cloud: string, { output, ...given }: Options): Promise<void> {
  const settings = readSettings(cloud, given);
  const emulator = await AwsEmulator.start(settings).catch((error: unknown) => {
    // no Python, or a port that is taken
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
  if (emulator === undefined) return;
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      interrupt.abort();
      void emulator.stop();
    });
  process.stdout.write(`${output === "json" ? asJson(emulator, given.account) : asShell(emulator, given.account)}\n`);
  await emulator.ended;
  if (interrupt.signal.aborted) return;
  process.stderr.write("the emulator broke off\n");
  process.exitCode = 1;
}

const asJson = ({ address, environment }: AwsEmulator, account: string): string =>
  JSON.stringify({ cloud: "aws", account, address, environment, unset });

/** Lines that can be pasted as they are. */
const asShell = ({ address, environment }: AwsEmulator, account: string): string =>
  [
    colors.dim(`# AWS is played at ${address}, with the account ${account}, until Ctrl-C. In another shell:`),
    `unset ${unset.join(" ")}`,
    ...Object.entries(environment).map(([name, value]) => `export ${name}=${value}`),
    colors.dim("# then, for example:"),
    "npx cdktf deploy aws-demo",
    "curl -s $AWS_ENDPOINT_URL/_emulator/leftovers",
  ].join("\n");

program.parseAsync().catch(exitOnProblems);
