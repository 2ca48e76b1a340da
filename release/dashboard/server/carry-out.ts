import type { Environment } from "../../../environments/schema/environment";
import { command as commandOf, type Outcome, type Request } from "../../commands/outcome";
import { promote } from "../../commands/promote";
import { rollback } from "../../commands/rollback";
import { ReleaseFailure } from "../../failure";
import type { Release } from "../../release";
import { run, type Surroundings } from "../../session";
import type { Strategy } from "../../strategies/strategy";
import { strategyOf } from "../../strategies/strategy-of";
import type { DashboardState, Decision } from "../dashboard-state";
import type { Decided } from "./dashboard";
import { defect } from "./refusal";

/** What the commands of the page are asked for. */
export interface CommandOptions {
  readonly environment: Environment;
  readonly request: Request;
  /** How long one may take. */
  readonly timeoutSeconds: number;
  /** Told of what must not happen. */
  readonly onDefect: (error: unknown) => void;
}

type Work = (release: Release, strategy: Strategy, request: Request, decided: Decided) => Promise<Outcome>;

const works: Readonly<Record<Decision["command"], Work>> = {
  promote: async (release, strategy, request, { image, accept }) => {
    // another release may have begun between the look at the page and the lock
    const obstacle = obstacleOfImage((await strategy.candidate(release))?.image, image);
    if (obstacle !== undefined) throw new ReleaseFailure(obstacle, [commandOf("status", release.environment)]);
    return promote(release, strategy, request, { accept: accept === undefined ? [] : [accept] });
  },
  rollback: (release, strategy, request) => rollback(release, strategy, request, {}),
};

/** Does what the command of the same name does, with the same lock. Whoever follows it is told how it ended. */
export async function carryOut(
  command: Decision["command"],
  decided: Decided,
  { environment, request, timeoutSeconds, onDefect }: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const strategy = strategyOf(environment.service);
  const work = (release: Release): Promise<Outcome> => works[command](release, strategy, request, decided);
  const { output, clock } = surroundings;
  try {
    await run({ name: command, environment, timeoutSeconds, locks: true, work }, surroundings);
  } catch (error) {
    onDefect(error);
    output.event({ type: "finished", at: clock.now(), code: 1, summary: defect.message, next: [] });
  } finally {
    output.close();
  }
}

/** Why what was decided cannot be begun; undefined when it can. */
export function obstacleTo(
  command: Decision["command"],
  { image, accept }: Decided,
  { decisions, candidate }: Pick<DashboardState, "decisions" | "candidate">,
): string | undefined {
  const decision = decisions.find((each) => each.command === command);
  if (decision?.obstacle !== undefined || command === "rollback") return decision?.obstacle;
  if (decision?.accepts !== undefined && decision.accepts !== accept)
    return `the verification said ${decision.accepts}, which has to be accepted`;
  return obstacleOfImage(candidate?.image, image);
}

const obstacleOfImage = (candidate: string | undefined, seen: string | undefined): string | undefined =>
  candidate === seen
    ? undefined
    : `${seen ?? "nothing"} is not what would be promoted: that is ${candidate ?? "nothing"} by now`;
