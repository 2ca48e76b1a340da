import { rmSync } from "node:fs";
import { join } from "node:path";

import type { AwsEnvironment } from "../../../environments/schema/aws";
import type { DigitaloceanEnvironment } from "../../../environments/schema/digitalocean";
import type { GoogleEnvironment } from "../../../environments/schema/google";
import { environmentSources } from "../../../environments/schema/load";
import { type DeliveryPlan, deliveryPlan } from "../../../pipelines/targets";
import { Checkout } from "../../release/command/checkout";
import { environment, minimal } from "../../support/environments";

const repository = "team/shop";
// no window of time, so that a canary is judged at once
const service = { verification: { analysis: { windowSeconds: 0 } } } as const;
const inputs = {
  "shop-aws": { ...minimal.aws, service, ci: { github: { repository } } },
  "shop-google": { ...minimal.google, service, ci: { github: { repository } } },
  "shop-digitalocean": { ...minimal.digitalocean, service },
  // it trusts jobs of Semaphore, so that they need no key
  "shop-trusting": {
    ...minimal.aws,
    accountId: "210987654321",
    cluster: { adminArns: ["arn:aws:iam::210987654321:role/platform"] },
    service,
    ci: {
      github: { repository },
      semaphore: { organization: "team", projectId: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", repository: "shop" },
    },
  },
} as const;

export const environments: readonly [AwsEnvironment, GoogleEnvironment, DigitaloceanEnvironment, AwsEnvironment] = [
  environment("shop-aws", inputs["shop-aws"]),
  environment("shop-google", inputs["shop-google"]),
  environment("shop-digitalocean", inputs["shop-digitalocean"]),
  environment("shop-trusting", inputs["shop-trusting"]),
];

export const plan: DeliveryPlan = deliveryPlan(
  {
    branch: "main",
    environments: Object.fromEntries(environments.map(({ name }) => [name, { secrets: { database: `db-${name}` } }])),
    semaphore: { imageRepository: "docker.io/team/shop", machine: "f1-standard-2", osImage: "ubuntu2404" },
    github: { repository, imageRepository: "ghcr.io/team/shop" },
  },
  environments,
);

/** A checkout of the project with the environments of these tests: all jobs of a file may use it. */
export function checkOut(): Checkout {
  const checkout = new Checkout();
  // they are checked together with these
  for (const { name } of environmentSources()) rmSync(join(checkout.folder, `environments/${name}.ts`));
  for (const [name, input] of Object.entries(inputs))
    checkout.write(
      `environments/${name}.ts`,
      `import { defineEnvironment } from "./schema/define-environment";\n\nexport default defineEnvironment(${JSON.stringify(input)});\n`,
    );
  return checkout;
}
