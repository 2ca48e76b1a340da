import { LocalPrograms } from "../../programs/local-programs";
import { ReleaseFailure } from "../failure";

/**
 * The programs that a release may run on this machine.
 *
 * @param interrupted ends the program that is running
 * @param longestSeconds a program that asks something, or hangs, is given up. @default 120
 */
export const localPrograms = (
  variables: NodeJS.ProcessEnv,
  interrupted: AbortSignal,
  longestSeconds?: number,
): LocalPrograms =>
  new LocalPrograms(
    // the variables of the database hold a password, which is not their business
    Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith("DB_"))),
    { interrupted, interruption, failure: (message) => new ReleaseFailure(message), longestSeconds },
  );

export const interruption = (): ReleaseFailure =>
  new ReleaseFailure("interrupted; what is made stays, and it is safe to run it again");
