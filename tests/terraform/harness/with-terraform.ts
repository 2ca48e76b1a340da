import { findTerraform, missingTerraform } from "./terraform-command";

/** Tests that need Terraform or OpenTofu. Without one they are skipped, and said to be. */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withTerraform(what: string, define: (binary: string) => void): void {
  const terraform = findTerraform();
  if (terraform === undefined) {
    console.warn(`${what}: SKIPPED, because ${missingTerraform}`);
    // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect -- skipped aloud, by what the machine lacks
    test.skip(`${what}: SKIPPED, because ${missingTerraform}`, () => undefined);
    return;
  }
  // on a busy machine, or the first time that a schema is read
  jest.setTimeout(120_000);
  describe(`${what} (${terraform.name} ${terraform.version})`, () => {
    define(terraform.command);
  });
}
