import { DigitaloceanEmulator, type DigitaloceanEmulatorOptions } from "../digitalocean-emulator";
import { ApiClient } from "./api-client";
import { SmallAccount } from "./small-account";

interface Emulated {
  readonly emulator: DigitaloceanEmulator;
  readonly client: ApiClient;
  readonly account: SmallAccount;
}

/** An account of its own for each test of a file. */
export function emulated(options: DigitaloceanEmulatorOptions = {}): () => Emulated {
  let current: Emulated | undefined;
  beforeEach(async () => {
    const emulator = await DigitaloceanEmulator.start(options);
    const client = new ApiClient(emulator.address);
    current = { emulator, client, account: new SmallAccount(client) };
  });
  afterEach(async () => {
    await current?.emulator.stop();
  });
  return () => current!;
}
