import { skipAloud } from "../terraform/harness/with-terraform";
import { Helm } from "./helm";

/** Tests that need a Helm that the charts take. Without one they are skipped, and said to be. */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withHelm(what: string, define: (helm: Helm) => void): void {
  withOneOf(what, "no Helm from 3.22 or 4.2", ({ isNewEnough }) => isNewEnough, define);
}

/** Tests that need a Helm that the charts refuse. */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withOldHelm(what: string, define: (helm: Helm) => void): void {
  withOneOf(what, "no Helm before 3.22 or 4.2", ({ isNewEnough }) => !isNewEnough, define);
}

function withOneOf(what: string, lacking: string, isWanted: (helm: Helm) => boolean, define: (helm: Helm) => void) {
  const helm = Helm.find();
  if (helm === undefined || !isWanted(helm)) {
    skipAloud(what, `${lacking} is on the PATH, nor named by the variable HELM`);
    return;
  }
  // on a busy machine
  jest.setTimeout(60_000);
  describe(`${what} (Helm ${helm.version})`, () => {
    define(helm);
  });
}
