import { GoogleEmulator, type GoogleEmulatorOptions } from "../google-emulator";
import { ApiClient } from "./api-client";
import { SmallProject } from "./small-project";

interface Emulated {
  readonly emulator: GoogleEmulator;
  readonly client: ApiClient;
  readonly project: SmallProject;
}

/** A cloud of its own for each test of a file. */
export function emulated(options: GoogleEmulatorOptions = {}): () => Emulated {
  let current: Emulated | undefined;
  beforeEach(async () => {
    const emulator = await GoogleEmulator.start({ enabledServices: allServices, ...options });
    const client = new ApiClient(emulator.address);
    current = { emulator, client, project: new SmallProject(client) };
  });
  afterEach(async () => {
    await current?.emulator.stop();
  });
  return () => current!;
}

const allServices = [
  "artifactregistry",
  "cloudresourcemanager",
  "compute",
  "container",
  "iam",
  "secretmanager",
  "serviceusage",
  "sqladmin",
].map((name) => `${name}.googleapis.com`);
