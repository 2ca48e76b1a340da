import { skipAloud } from "../terraform/harness/with-terraform";
import { kustomizeVersion } from "./kustomize";

/** Tests that need the Kustomize in kubectl, but no cluster. Without it they are skipped, and said to be. */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withKustomize(what: string, define: () => void): void {
  const version = kustomizeVersion();
  if (version === undefined) {
    skipAloud(what, "no kubectl with Kustomize 5 is on the PATH");
    return;
  }
  // on a busy machine
  jest.setTimeout(60_000);
  describe(`${what} (Kustomize ${version} of kubectl)`, () => {
    define();
  });
}
