import { Command, Option } from "commander";
import colors from "picocolors";

import { exitOnProblems } from "../../environments/schema/exit";
import { exitOnUsage, outputOption } from "../../environments/schema/options";
import { play, type PlayedCloud } from "./played-cloud";
import { type Given, readSettings } from "./settings";

interface Options extends Given {
  readonly output: "text" | "json";
}

const duration = (phase: string, what: string): Option =>
  new Option(`--${phase} <seconds>`, `how long things are ${what}, by kind, as in cluster=20,database=5`);

const program = new Command("emulate")
  .description(
    "Plays a cloud on this machine, to deploy an environment to without an account, without costs and without danger. " +
      "Nothing runs in it: there are answers in the words and by the rules of the cloud, until this program ends.",
  )
  .argument("<cloud>", "aws, digitalocean or google")
  .addOption(new Option("-p, --port <number>", "0: any that is free").default("0"))
  .addOption(duration("creating", "made (default: done at once)"))
  .addOption(duration("updating", "changed"))
  .addOption(duration("deleting", "deleted"))
  .addOption(new Option("-a, --account <number>", "aws: as in the file of the environment (default: 111122223333)"))
  .addOption(new Option("--fresh", "digitalocean: an account in which no region has a default VPC yet"))
  .addOption(
    new Option(
      "--revocations",
      "digitalocean: also play the address where credentials of a registry are revoked; leads all HTTPS through a proxy",
    ),
  )
  .addOption(outputOption())
  .addHelpText(
    "after",
    `
AWS needs Python 3.10 or later, and installs the packages of tests/emulators/aws/requirements.txt the first time.
DigitalOcean and Google Cloud need nothing.

What takes time:
  aws           cluster, node-group, add-on, instance
  digitalocean  cluster, node-pool, database, load-balancer (deleted only)
  google        service, network, cluster, node-pool, instance, repository, identity-pool

A deployment to it is like any other, but for the variables that this program prints:

  npm run emulate -- digitalocean              # in one shell, until Ctrl-C
  …                                            # in another: the lines that it prints, and then
  npx cdktf deploy digitalocean-demo
  npx cdktf destroy digitalocean-demo
  curl -s $DIGITALOCEAN_API_URL/_emulator/leftovers

The state of an environment with a local backend is in terraform.NAME.tfstate, whichever cloud it was made in: remove
it before the same environment goes to the real cloud, and do not begin when there is one of the real cloud.

What can be looked at and changed while it runs:
  GET    /_emulator/leftovers       everything that exists and would be billed, or be forgotten
  GET    /_emulator/requests        what was asked, and what became of it
  GET    /_emulator/refused         what the cloud's own models do not allow, and what is not emulated
  POST   /_emulator/faults          aws: {"operation": "eks:CreateCluster", "error": "ThrottlingException", "first": 2}
                                    digitalocean: {"operation": "POST /v2/*", "error": "too_many_requests",
                                    "retryAfter": 2}, "hang": "before" or "after"
                                    google: {"operation": "POST */clusters", "status": 429, "retryAfter": 2}
                                    all: "delay": seconds, "reset": "before" or "after", "every": 3
  DELETE /_emulator/faults
  POST   /_emulator/waiting         {"creating": {"cluster": 20}}
  DigitalOcean only:
  GET    /_emulator/versions        of Kubernetes that are on offer
  POST   /_emulator/versions        {"minor": "1.36"} publishes a patch, or a minor version
  POST   /_emulator/maintenance     the weekly window of all clusters
  POST   /_emulator/load-balancers  {"cluster": "NAME"} as a Service would; also /_emulator/volumes
  POST   /_emulator/repositories    {"registry": "NAME", "name": "addressbook"} as a push would
  Google Cloud only:
  POST   /_emulator/failures        {"type": "CREATE_CLUSTER", "message": "no machines left"}: begun, and then failed
All of HTTPS goes through Google's: what is for Google is answered or refused, everything else is passed on.

Exit codes:
  0  ended by Ctrl-C    1  it cannot run, or broke off    2  wrong input

Examples:
  npm run emulate -- aws --port 4566 --creating cluster=20,node-group=10
  npm run --silent emulate -- digitalocean --output json | head -1 | jq .environment`,
  )
  .exitOverride(exitOnUsage)
  .action(main);

async function main(cloud: string, { output, ...given }: Options): Promise<void> {
  const settings = readSettings(cloud, given);
  const played = await play(settings).catch((error: unknown) => {
    // no Python, or a port that is taken
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
  if (played === undefined) return;
  const { emulator } = played;
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      interrupt.abort();
      void emulator.stop();
    });
  process.stdout.write(`${output === "json" ? asJson(cloud, played) : asShell(played)}\n`);
  await emulator.ended;
  if (interrupt.signal.aborted) return;
  process.stderr.write("the emulator broke off\n");
  process.exitCode = 1;
}

const asJson = (cloud: string, { emulator, environment, unset, more }: PlayedCloud): string =>
  JSON.stringify({ cloud, ...more, address: emulator.address, environment, unset });

/** Lines that can be pasted as they are. */
const asShell = ({ introduction, environment, unset, tryOut }: PlayedCloud): string =>
  [
    colors.dim(`# ${introduction}, until Ctrl-C. In another shell:`),
    `unset ${unset.join(" ")}`,
    ...Object.entries(environment).map(([name, value]) => `export ${name}=${value}`),
    colors.dim("# then, for example:"),
    ...tryOut,
  ].join("\n");

program.parseAsync().catch(exitOnProblems);
