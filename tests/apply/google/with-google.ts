import { GoogleEmulator, type GoogleEmulatorOptions } from "../../emulators/google/google-emulator";
import { maximalGoogle, stackJson } from "../../support/every-environment";
import { OfflineProviders, type StackJson } from "../../terraform/harness/offline-providers";
import { RealWorkspace } from "../real-workspace";
import { type Played, withProvider } from "../with-provider";

/** Terraform at work in projects of its own. */
export interface AtWork {
  readonly emulator: GoogleEmulator;
  readonly workspace: RealWorkspace;
}

/** What tests against a Google Cloud that is played work with. What is opened is closed after each test. */
export interface PlayedGoogle {
  /** Projects with nothing but what every new project has. */
  readonly start: (options?: GoogleEmulatorOptions) => Promise<Played<GoogleEmulator>>;
  /** Such projects, and a folder in which Terraform works on them. */
  readonly open: (options?: GoogleEmulatorOptions) => Promise<AtWork>;
}

const otherwise =
  ", or build it with Go, which takes minutes and hundreds of megabytes: `go build` in a checkout of " +
  "https://github.com/hashicorp/terraform-provider-google";

/** Tests with the real Terraform and the real provider of Google Cloud. Passwords come from a provider of our own. */
export function withGoogle(what: string, define: (google: PlayedGoogle) => void): void {
  withProvider(what, "google", otherwise, (surround) => {
    const opened: (() => Promise<void> | void)[] = [];
    afterEach(async () => {
      for (const close of opened.splice(0).reverse()) await close();
    });

    const start: PlayedGoogle["start"] = async (options) => {
      const emulator = await GoogleEmulator.start(options);
      opened.push(() => emulator.stop());
      const passwords = await OfflineProviders.start(passwordsOnly(stackJson(maximalGoogle).json as StackJson));
      opened.push(() => {
        passwords.stop();
      });
      const { surroundings } = surround(emulator);
      return {
        emulator,
        surroundings: { ...surroundings, cloud: { ...surroundings.cloud, ...passwords.environment } },
      };
    };
    define({
      start,
      open: async (options) => {
        const { emulator, surroundings } = await start(options);
        // where an environment keeps its state is tried elsewhere
        const workspace = new RealWorkspace(surroundings, { local: {} });
        opened.push(() => {
          workspace.close();
        });
        return { emulator, workspace };
      },
    });
  });
}

/** The provider `random`, of which mirrors of the clouds' providers have no copy, with what the stacks use of it. */
function passwordsOnly({ terraform, ephemeral = {} }: StackJson): StackJson {
  const { random } = terraform.required_providers;
  return { terraform: { required_providers: random === undefined ? {} : { random } }, ephemeral };
}
