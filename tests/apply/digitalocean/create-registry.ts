import type { DigitaloceanEnvironment } from "../../../environments/schema/environment";
import type { DigitaloceanEmulator } from "../../emulators/digitalocean/digitalocean-emulator";
import { askApi } from "./ask-api";

/** Makes the account's registry, which `use-existing` expects to be there. */
export async function createRegistry(
  emulator: DigitaloceanEmulator,
  { registry }: DigitaloceanEnvironment,
): Promise<void> {
  await askApi(emulator, "POST", "/v2/registry", {
    name: registry.name,
    subscription_tier_slug: registry.tier,
    region: registry.region,
  });
}
