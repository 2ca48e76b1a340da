import type { CloudEnvironment } from "../../../environments/schema/environment";
import type { Work } from "../../../pipelines/model/pipeline";
import type { Target } from "../../../pipelines/model/target";
import { credentials } from "../../../pipelines/semaphore/credentials";
import { environment, minimal } from "../../support/environments";

const ci = {
  semaphore: {
    organization: "team",
    projectId: "5e0d9f5a-1f6e-4a3b-9d43-5a0f6f1f3c11",
    repository: "service",
  },
};

const clouds = {
  aws: environment("live", { ...minimal.aws, project: "team" }),
  "trusting aws": environment("live", { ...minimal.aws, project: "team", ci }),
  google: environment("live", minimal.google),
  "trusting google": environment("live", { ...minimal.google, ci }),
  digitalocean: environment("live", minimal.digitalocean),
};

const targetIn = (cloud: CloudEnvironment): Target => ({
  environment: cloud,
  canary: "automatic",
  provision: true,
  secrets: { release: "to-release", plan: "to-plan", apply: "to-apply" },
  kubeconfigCommand: "",
  registryLoginCommand: "",
});

const region = { AWS_REGION: "eu-central-1", AWS_DEFAULT_REGION: "eu-central-1" };
const quiet = { CLOUDSDK_CORE_DISABLE_PROMPTS: "1" };
const token = `(umask 077 && printf '%s' "\${SEMAPHORE_OIDC_TOKEN:?}" > "$HOME/oidc-token")`;
const keyFile = [
  `export GOOGLE_APPLICATION_CREDENTIALS="$HOME/gcp-key.json"`,
  `gcloud auth activate-service-account --key-file="$GOOGLE_APPLICATION_CREDENTIALS"`,
];
const digitaloceanToken = [`export DIGITALOCEAN_ACCESS_TOKEN="$DO_ACCESS_TOKEN"`];

describe("credentials of a job", () => {
  const cases: [keyof typeof clouds, Work, ReturnType<typeof credentials>][] = [
    ["aws", "release", { secrets: ["to-release"], variables: region, commands: [] }],
    ["aws", "plan", { secrets: ["to-plan"], variables: region, commands: [] }],
    ["aws", "apply", { secrets: ["to-apply"], variables: region, commands: [] }],
    [
      "trusting aws",
      "release",
      {
        secrets: [],
        variables: region,
        commands: [
          token,
          `export AWS_WEB_IDENTITY_TOKEN_FILE="$HOME/oidc-token"`,
          `export AWS_ROLE_ARN=arn:aws:iam::123456789012:role/team-live-release`,
          `export AWS_ROLE_SESSION_NAME="semaphore-$SEMAPHORE_JOB_ID"`,
        ],
      },
    ],
    ["trusting aws", "plan", { secrets: ["to-plan"], variables: region, commands: [] }],
    ["google", "release", { secrets: ["to-release"], variables: quiet, commands: keyFile }],
    ["google", "apply", { secrets: ["to-apply"], variables: quiet, commands: keyFile }],
    [
      "trusting google",
      "release",
      {
        secrets: ["to-release"],
        variables: quiet,
        commands: [
          token,
          `export GOOGLE_APPLICATION_CREDENTIALS="$HOME/google-credentials.json"`,
          `gcloud iam workload-identity-pools create-cred-config ` +
            `"projects/$GCP_PROJECT_NUMBER/locations/global/workloadIdentityPools/live-ci-1/providers/semaphore" ` +
            `--service-account=live-release@team-project.iam.gserviceaccount.com ` +
            `--credential-source-file="$HOME/oidc-token" --output-file="$GOOGLE_APPLICATION_CREDENTIALS"`,
          `gcloud auth login --cred-file="$GOOGLE_APPLICATION_CREDENTIALS"`,
        ],
      },
    ],
    ["trusting google", "plan", { secrets: ["to-plan"], variables: quiet, commands: keyFile }],
    ["digitalocean", "release", { secrets: ["to-release"], variables: {}, commands: digitaloceanToken }],
    ["digitalocean", "plan", { secrets: ["to-plan"], variables: {}, commands: digitaloceanToken }],
  ];
  it.each(cases)("%s, to %s", (cloud, work, expected) => {
    expect(credentials(targetIn(clouds[cloud]), work)).toStrictEqual(expected);
  });
});
