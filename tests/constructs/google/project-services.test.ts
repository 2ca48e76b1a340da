import { at } from "../../support/at";
import { constructJson } from "../../support/construct-json";
import { services } from "./fixtures";

describe("GoogleProjectServices", () => {
  const json = constructJson(services);
  const enabled = json.names("google_project_service").map((name) => json.resource("google_project_service", name));

  test("switches on the APIs that the other resources use", () => {
    expect(enabled.map((service) => at(service, "service"))).toEqual([
      "artifactregistry.googleapis.com",
      "cloudresourcemanager.googleapis.com",
      "compute.googleapis.com",
      "container.googleapis.com",
      "iam.googleapis.com",
      "secretmanager.googleapis.com",
      "sqladmin.googleapis.com",
    ]);
  });

  test("leaves them on when the environment goes, because others in the project may use them", () => {
    expect(enabled.filter((service) => at(service, "disable_on_destroy") !== false)).toEqual([]);
  });
});
