import type { DigitaloceanEnvironment } from "../../../environments/schema/environment";
import {
  DigitaloceanEmulator,
  type DigitaloceanEmulatorOptions,
} from "../../emulators/digitalocean/digitalocean-emulator";
import { stackJson } from "../../support/every-environment";
import { RealWorkspace } from "../real-workspace";
import { type Played, withProvider } from "../with-provider";

/** Terraform at work in an account of its own. */
export interface AtWork {
  readonly emulator: DigitaloceanEmulator;
  readonly workspace: RealWorkspace;
}

/** What tests against a DigitalOcean that is played work with. What is opened is closed after each test. */
export interface PlayedDigitalocean {
  /** An account with nothing but what every account has. */
  readonly start: (options?: DigitaloceanEmulatorOptions) => Promise<Played<DigitaloceanEmulator>>;
  /**
   * Such an account, and a folder in which Terraform works on it.
   *
   * @param variables for the provider. @default - none
   */
  readonly open: (
    options?: DigitaloceanEmulatorOptions,
    variables?: Readonly<Record<string, string>>,
  ) => Promise<AtWork>;
  /** Opens both, with the stack of an environment that is ready to be applied. */
  readonly prepare: (
    environment: DigitaloceanEnvironment,
    ...options: Parameters<PlayedDigitalocean["open"]>
  ) => Promise<AtWork>;
}

/** Tests with the real Terraform and the real provider. */
export function withDigitalocean(what: string, define: (digitalocean: PlayedDigitalocean) => void): void {
  withProvider(what, "digitalocean", ", or build it with Go: node tools/build-provider.mjs", (surround) => {
    const opened: (() => Promise<void> | void)[] = [];
    afterEach(async () => {
      for (const close of opened.splice(0)) await close();
    });

    const start: PlayedDigitalocean["start"] = async (options) => {
      const emulator = await DigitaloceanEmulator.start(options);
      opened.push(() => emulator.stop());
      return surround(emulator);
    };
    const open: PlayedDigitalocean["open"] = async (options, variables = {}) => {
      const { emulator, surroundings } = await start(options);
      const cloud = { ...surroundings.cloud, ...variables };
      // where an environment keeps its state is tried elsewhere
      const workspace = new RealWorkspace({ ...surroundings, cloud }, { local: {} });
      opened.push(() => {
        workspace.close();
      });
      return { emulator, workspace };
    };
    const prepare: PlayedDigitalocean["prepare"] = async (environment, ...options) => {
      const atWork = await open(...options);
      atWork.workspace.write(stackJson(environment));
      await atWork.workspace.succeed("init");
      return atWork;
    };
    define({ start, open, prepare });
  });
}
