/* eslint-disable jest/no-export -- it defines tests for the files that call it */
import type { CloudEnvironment } from "../../environments/schema/environment";
import type { Emulator } from "../emulators/emulator";
import { shippedClouds, stackJson } from "../support/every-environment";
import type { StackJson } from "../terraform/harness/offline-providers";
import { findProvider } from "../terraform/harness/real-provider";
import { findTerraform, missingTerraform } from "../terraform/harness/terraform-command";
import { skipAloud } from "../terraform/harness/with-terraform";
import type { Surroundings } from "./real-workspace";

/** A cloud that is played, and what a workspace needs to work with it. */
export interface Played<E extends Emulator> {
  readonly emulator: E;
  readonly surroundings: Surroundings;
}

/**
 * Tests with the real Terraform and the real provider of a cloud. Where one is missing they are skipped, and said to be.
 *
 * @param otherwise how one can come by the provider, apart from a mirror folder
 * @param define is given a function that makes the surroundings of an emulator
 */
export function withProvider(
  what: string,
  cloud: CloudEnvironment["cloud"],
  otherwise: string,
  define: (surround: <E extends Emulator>(emulator: E) => Played<E>) => void,
): void {
  const environment = shippedClouds.find((shipped) => shipped.cloud === cloud)!;
  const { source, version = "" } = (stackJson(environment).json as StackJson).terraform.required_providers[cloud]!;
  const terraform = findTerraform();
  if (terraform === undefined) {
    skipAloud(what, missingTerraform);
    return;
  }
  const provider = findProvider(source, version);
  if (provider === undefined) {
    const how = `set TF_PLUGIN_DIR to one that holds ${version}${otherwise}`;
    skipAloud(what, `no mirror folder has the provider ${source} (${how})`);
    return;
  }
  describe(`${what} (${terraform.name} ${terraform.version}, provider ${provider.version})`, () => {
    define((emulator) => ({
      emulator,
      surroundings: { terraform, provider, wantedVersion: version, cloud: emulator.environment },
    }));
  });
}
