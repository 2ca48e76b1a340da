import { skipAloud } from "../terraform/harness/with-terraform";
import { Helm } from "./helm";

/** Tests that need Helm 3 or 4. Without one they are skipped, and said to be. */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withHelm(what: string, define: (helm: Helm) => void): void {
  const helm = Helm.find();
  if (helm === undefined) {
    skipAloud(what, "neither Helm 3 nor 4 is on the PATH, nor named by the variable HELM");
    return;
  }
  // on a busy machine
  jest.setTimeout(60_000);
  describe(`${what} (Helm ${helm.version})`, () => {
    define(helm);
  });
}
