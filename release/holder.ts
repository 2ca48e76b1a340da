import { randomBytes } from "node:crypto";
import { hostname, userInfo } from "node:os";

/** Who releases. */
export interface Holder {
  /** `ana@laptop (5f3a9c1e)`; nobody else has the same, not even the next run of the same person. */
  readonly name: string;
  /** Where to see what it does. @default - it does not run in CI, or in one that is not known */
  readonly url?: string | undefined;
}

/** Whoever runs this program, and where in CI. */
export function holderOf(variables: NodeJS.ProcessEnv, id = randomBytes(4).toString("hex")): Holder {
  return { name: `${personOf(variables)}@${hostname()} (${id})`, url: jobOf(variables) };
}

function personOf(variables: NodeJS.ProcessEnv): string {
  return variables["GITHUB_ACTOR"] ?? variables["SEMAPHORE_GIT_COMMITTER"] ?? localUser() ?? "somebody";
}

/** A container may run as a user who is in no list. */
function localUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/**
 * The page of the job that this runs in.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * @see https://docs.semaphore.io/reference/env-vars
 */
function jobOf(variables: NodeJS.ProcessEnv): string | undefined {
  const {
    GITHUB_SERVER_URL: server,
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: run,
    SEMAPHORE_ORGANIZATION_URL: organization,
    SEMAPHORE_JOB_ID: job,
  } = variables;
  if (server !== undefined && repository !== undefined && run !== undefined)
    return `${server}/${repository}/actions/runs/${run}`;
  if (organization !== undefined && job !== undefined) return `${organization}/jobs/${job}`;
  return undefined;
}
