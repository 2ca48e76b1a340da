import type { AwsEnvironment } from "../../../environments/schema/environment";
import { changedEnvironment } from "../../support/changed-environment";
import { environment, minimal } from "../../support/environments";
import { shippedClouds } from "../../support/every-environment";
import { type Judged, judged } from "../judged";

const demo = environment("demo", minimal.aws);

/** Production as it is when its file says no more than it has to. */
const production = environment("production", {
  ...minimal.aws,
  profile: "production",
  state: { backend: "s3", bucket: "example-org-terraform-state", region: "eu-central-1" },
  cluster: { ...minimal.aws.cluster, apiAllowedCidrs: ["203.0.113.7/32"] },
  ci: { github: { repository: "example-org/addressbook-platform" } },
});

/** What a team may well set in the file of production, and what it gives up by that. */
const variants: Readonly<Record<string, { readonly change: object; readonly givesUp?: Judged["givesUp"] }>> = {
  "without a public API": { change: { cluster: { apiAllowedCidrs: [] } } },
  "without a way to the internet": { change: { network: { nat: "none" } } },
  "with one NAT gateway": { change: { network: { nat: "single", zones: 2 } } },
  "with releases from GitHub and Semaphore": {
    change: {
      ci: {
        github: { repository: "example-org@1234/addressbook-platform@5678" },
        semaphore: {
          organization: "example-org",
          projectId: "01234567-89ab-cdef-0123-456789abcdef",
          repository: "addressbook-platform",
        },
      },
    },
  },
  "with identity providers that are there": { change: { ci: { identityProviders: "use-existing" } } },
  "with a pinned minor version": {
    change: { database: { postgresMinor: 6 } },
    givesUp: { CKV_AWS_226: "`database.postgresMinor` says that minor versions are raised by hand" },
  },
};

const misjudged = ({ ci: { github } }: AwsEnvironment): Judged["misjudged"] =>
  github?.repository.includes("@")
    ? { CKV_AWS_393: "it does not know the numbers that GitHub has in names since July 2026" }
    : {};

/** The environments on AWS that are shipped, and examples of what they could be. */
export const awsEnvironments: readonly Judged[] = [
  judged(demo),
  judged(production, { misjudged: misjudged(production) }),
  ...Object.entries(variants).map(([name, { change, givesUp = {} }]) => {
    const variant = changedEnvironment(production, change);
    return judged(variant, { name: `production ${name}`, givesUp, misjudged: misjudged(variant) });
  }),
  ...shippedClouds
    .filter((shipped): shipped is AwsEnvironment => shipped.cloud === "aws")
    .map((shipped) => judged(shipped, { misjudged: misjudged(shipped) })),
];
