import type { CloudEnvironment } from "../environments/schema/environment";
import type { Programs } from "../programs/local-programs";
import { checkAccount } from "./aws/account";
import { AwsCli } from "./aws/aws-cli";
import { removeLeftovers } from "./aws/remove-leftovers";
import { TemporaryKubeconfig } from "./cluster-access";
import { EnvironmentNetwork } from "./digitalocean/environment-network";
import { TeardownFailure } from "./failure";
import { again, firstCommands, lastCommands } from "./next-commands";
import { obstruction } from "./obstruction";
import { Patience } from "./patience";
import { type Access, type Findings, findOut, ownerOf, type Plan } from "./plan";
import { Progress } from "./progress";
import { removeBalancerObjects } from "./remove-balancer-objects";

export interface Choices {
  /** Only looks. */
  readonly dryRun: boolean;
  /** Leaves the cluster alone, and goes on with what it left in the account. */
  readonly skipCluster: boolean;
  /** Limit for waiting, all steps together. */
  readonly timeoutSeconds: number;
}

/** The outside world. */
export interface Surroundings {
  readonly programs: Programs;
  /** Ends everything in an orderly way. */
  readonly interrupted: AbortSignal;
  /** Takes lines of progress. */
  readonly say: (line: string) => void;
  /** Is shown what is there, before anything is changed. */
  readonly found: (plan: Plan) => void;
  /** Comes back when the plan is agreed to. */
  readonly agree: () => Promise<void>;
}

/** What became of a plan. */
export interface Result extends Plan {
  readonly dryRun: boolean;
  /** What was deleted, in words. */
  readonly removed: readonly string[];
  /** Why `cdktf destroy` would fail now; nothing when it would not. */
  readonly problem?: string | undefined;
  /** Commands to go on with, in order. */
  readonly next: readonly string[];
}

/**
 * Does what has to be done before `cdktf destroy`: has Kubernetes delete the load balancers that it made, and on AWS
 * deletes what is left of them.
 *
 * @throws {ValidationError} when the credentials belong to another account
 * @throws {TeardownFailure} when it cannot be found out what is to be done, or it is not agreed to; nothing was changed
 */
export async function predestroy(
  environment: CloudEnvironment,
  choices: Choices,
  { programs, interrupted, say, found, agree }: Surroundings,
): Promise<Result> {
  const aws = await openAccount(environment, programs);
  const network = environment.cloud === "digitalocean" ? new EnvironmentNetwork(programs, environment) : undefined;
  const kubeconfig = new TemporaryKubeconfig();
  const remove = (): void => {
    kubeconfig.remove();
  };
  process.once("exit", remove);
  try {
    const access = { programs, kubeconfig, aws, network };
    const findings = await findOut(environment, access, choices.skipCluster);
    const { plan } = findings;
    found(plan);
    const command = again(environment, choices.skipCluster);
    const remedies = plan.defaultNetwork?.remedies ?? [];
    const last = lastCommands(environment, findings.protectedInCloud);
    if (choices.dryRun) {
      const next = [...remedies, ...firstCommands(environment, command, last)];
      return { ...plan, dryRun: true, removed: [], problem: obstruction(plan), next };
    }
    if (plan.objects.length > 0 || plan.leftovers.length > 0) await agree();

    const progress = new Progress(say);
    const common = { ...plan, dryRun: false, removed: progress.removed };
    try {
      const patience = new Patience(choices.timeoutSeconds, say, interrupted);
      const { foreign, defaultNetwork } = await carryOut(environment, findings, access, patience, progress);
      const problem = obstruction({ foreign, defaultNetwork });
      return {
        ...common,
        foreign,
        defaultNetwork,
        problem,
        next: problem === undefined ? last : [...remedies, command],
      };
    } catch (error) {
      if (!(error instanceof TeardownFailure)) throw error;
      return { ...common, problem: error.message, next: error.next.length === 0 ? [command] : error.next };
    }
  } finally {
    process.off("exit", remove);
    remove();
  }
}

async function openAccount(environment: CloudEnvironment, programs: Programs): Promise<AwsCli | undefined> {
  if (environment.cloud !== "aws") return undefined;
  const aws = new AwsCli(programs, environment.region);
  await checkAccount(aws, environment);
  return aws;
}

/** The cluster first: it deletes in the right order what it knows, and makes anew what others delete. */
async function carryOut(
  environment: CloudEnvironment,
  { api, objects }: Findings,
  { aws, network }: Access,
  patience: Patience,
  progress: Progress,
): Promise<Pick<Plan, "foreign" | "defaultNetwork">> {
  if (api !== undefined) {
    const next = [again(environment), ...(aws === undefined ? [] : [again(environment, true)])];
    await removeBalancerObjects(api, objects, patience, progress, next);
  }
  if (aws !== undefined) return { foreign: await removeLeftovers(aws, ownerOf(environment), patience, progress) };
  if (network === undefined) return { foreign: [] };
  return api === undefined ? network.findObstacles(false) : network.awaitBalancers(patience);
}
