import {
  DigitaloceanContainerRegistry,
  type DigitaloceanContainerRegistryProps,
} from "../../../constructs/digitalocean/container-registry";
import { at } from "../../support/at";
import { constructJson, remembered } from "../../support/construct-json";

const made = remembered((props: Partial<DigitaloceanContainerRegistryProps>) =>
  constructJson(
    (stack) =>
      new DigitaloceanContainerRegistry(stack, "registry", {
        registryName: "team-registry",
        mode: "create",
        tier: "basic",
        region: "fra1",
        imageRepository: "registry.digitalocean.com/team-registry/addressbook",
        deletionProtection: false,
        ...props,
      }),
  ),
);
describe("DigitaloceanContainerRegistry", () => {
  test("makes the account's registry", () => {
    const json = made();
    expect(json.only("digitalocean_container_registry")).toMatchObject({
      name: "team-registry",
      subscription_tier_slug: "basic",
      region: "fra1",
    });
    expect(at(json.json, "data")).toBeUndefined();
  });

  test.each([true, false])("cannot be destroyed by Terraform, as it is asked for: %s", (deletionProtection) => {
    const registry = made({ deletionProtection }).only("digitalocean_container_registry");
    expect(at(registry, "lifecycle", "prevent_destroy")).toBe(deletionProtection);
  });

  test("takes the registry that is there, and leaves it and the account's plan as they are", () => {
    const json = made({ mode: "use-existing" });
    expect(json.names("digitalocean_container_registry")).toEqual([]);
    expect(json.built.made).toEqual([]);
    // it would find nothing
    expect(at(json.json, "data")).toBeUndefined();
  });

  test.each(["create", "use-existing"] as const)("makes no credentials, which would stay in the state: %s", (mode) => {
    expect(made({ mode }).names("digitalocean_container_registry_docker_credentials")).toEqual([]);
  });
});
