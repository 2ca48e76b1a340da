import { findTerraform, missingTerraform } from "./terraform-command";

/** Says that tests are skipped, and why; what is written to the console by a file without any other test is not shown. */
// eslint-disable-next-line jest/no-export -- see below
export function skipAloud(what: string, reason: string): void {
  process.stderr.write(`${what}: SKIPPED, because ${reason}\n`);
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect -- by what the machine lacks
  test.skip(`${what}: SKIPPED, because ${reason}`, () => undefined);
}

/** Tests that need Terraform or OpenTofu. Without one they are skipped, and said to be. */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withTerraform(what: string, define: (binary: string) => void): void {
  const terraform = findTerraform();
  if (terraform === undefined) {
    skipAloud(what, missingTerraform);
    return;
  }
  // on a busy machine, or the first time that a schema is read
  jest.setTimeout(120_000);
  describe(`${what} (${terraform.name} ${terraform.version})`, () => {
    define(terraform.command);
  });
}
