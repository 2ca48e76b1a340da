import { LocalPrograms } from "../programs/local-programs";
import { TeardownFailure } from "./failure";

/** The programs on this machine, until somebody interrupts. */
export const localPrograms = (variables: NodeJS.ProcessEnv, interrupted: AbortSignal): LocalPrograms =>
  new LocalPrograms(variables, { interrupted, interruption, failure: (message) => new TeardownFailure(message) });

export const interruption = (): TeardownFailure =>
  new TeardownFailure("interrupted; what is gone is gone, and it is safe to run it again");
