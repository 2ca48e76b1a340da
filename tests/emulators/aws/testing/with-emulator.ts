import { skipAloud } from "../../../terraform/harness/with-terraform";
import { AwsEmulator, type AwsEmulatorOptions } from "../aws-emulator";
import { findPython } from "../python";
import { AwsClient } from "./aws-client";

/** An emulator that the tests of a file share, and a client of it. */
interface Emulated {
  readonly emulator: AwsEmulator;
  readonly client: AwsClient;
}

/** Tests that need the emulator. Without a Python that can run it they are skipped, and said to be. */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withEmulator(
  what: string,
  options: AwsEmulatorOptions,
  define: (emulated: () => Emulated) => void,
): void {
  const python = findPython();
  if ("missing" in python) {
    skipAloud(what, python.missing);
    return;
  }
  // on a busy machine
  jest.setTimeout(60_000);
  describe(what, () => {
    let emulated: Emulated | undefined;
    beforeAll(async () => {
      const emulator = await AwsEmulator.start(options);
      emulated = { emulator, client: new AwsClient(emulator.address) };
    });
    afterAll(async () => {
      await emulated?.emulator.stop();
    });
    define(() => emulated!);
  });
}
