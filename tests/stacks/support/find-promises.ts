import type { CloudEnvironment } from "../../../environments/schema/environment";
import type { TerraformJson } from "../../support/terraform-json";
import { awsPromises } from "./aws-promises";
import { digitaloceanPromises } from "./digitalocean-promises";
import { googlePromises } from "./google-promises";
import type { Promises } from "./promises";

/** Finds the promises of a stack in its JSON. */
export function findPromises({ cloud }: CloudEnvironment, json: TerraformJson): Promises {
  switch (cloud) {
    case "aws":
      return awsPromises(json);
    case "google":
      return googlePromises(json);
    case "digitalocean":
      return digitaloceanPromises(json);
  }
}
