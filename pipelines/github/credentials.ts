import type { AwsEnvironment, CloudEnvironment, GoogleEnvironment } from "../../environments/schema/environment";
import { identityPoolId, releaseAccountEmail, releaseRoleName } from "../../environments/schema/names";
import type { Needs } from "../model/pipeline";
import { action } from "./actions";
import { filledIn } from "./render-condition";
import { doctl, gcloudVersion, installed } from "./tools";
import type { Step } from "./workflow-text";

/** Variables from secrets, for the steps that read them and for no other. */
export interface Secret {
  readonly variables: Readonly<Record<string, string>>;
  /** The commands that read them. */
  readonly readBy: RegExp;
}

/** How a job comes to work in a cloud. */
export interface Login {
  /** Run last before the work, so that nothing else is set up with credentials at hand. @default - none */
  readonly steps?: readonly Step[];
  /** Whether the job proves by them who it is. @default false */
  readonly identifies?: true;
  /** @default - none */
  readonly secret?: Secret;
}

/** The credentials for a kind of work: for releases what the stack has made, else what the GitHub environment names. */
export const loginsFor = ({ target: { environment }, work }: NonNullable<Needs["access"]>): Login[] =>
  work === "release" ? [releaseLogin(environment)] : infrastructureLogins(environment);

const digitaloceanToken: Secret = {
  variables: { DIGITALOCEAN_ACCESS_TOKEN: filledIn("secrets.DIGITALOCEAN_ACCESS_TOKEN") },
  readBy: /\b(doctl|npx release|npx cdktf|terraform) /,
};

const hcpToken: Secret = {
  variables: { TF_TOKEN_app_terraform_io: filledIn("secrets.TF_TOKEN_APP_TERRAFORM_IO") },
  readBy: /\b(npx cdktf|terraform) /,
};

function releaseLogin(environment: CloudEnvironment): Login {
  switch (environment.cloud) {
    case "aws":
      return awsLogin(environment.region, releaseRoleArn(environment));
    case "google":
      return googleLogin(releaseProvider(environment), releaseAccountEmail(environment), [
        {
          name: "Set up gcloud",
          uses: action("gcloud"),
          with: {
            version: gcloudVersion,
            project_id: environment.projectId,
            install_components: "gke-gcloud-auth-plugin",
          },
        },
      ]);
    case "digitalocean":
      return { steps: [installed(doctl)], secret: digitaloceanToken };
  }
}

/** Terraform talks to clouds without their tools. The state may be in another cloud than what it is of. */
function infrastructureLogins(environment: CloudEnvironment): Login[] {
  const { cloud, state } = environment;
  const aws = (region: string): Login => awsLogin(region, filledIn("vars.AWS_ROLE_ARN"));
  const google = googleLogin(filledIn("vars.GCP_WORKLOAD_IDENTITY_PROVIDER"), filledIn("vars.GCP_SERVICE_ACCOUNT"));
  const ofCloud = {
    aws: () => aws(environment.region),
    google: () => google,
    digitalocean: () => ({ secret: digitaloceanToken }),
  };
  return [
    ofCloud[cloud](),
    ...(state.backend === "s3" && cloud !== "aws" ? [aws(state.region)] : []),
    ...(state.backend === "gcs" && cloud !== "google" ? [google] : []),
    ...(state.backend === "hcp" ? [{ secret: hcpToken }] : []),
  ];
}

const awsLogin = (region: string, role: string): Login => ({
  identifies: true,
  steps: [
    {
      name: "Log in to AWS",
      uses: action("awsLogin"),
      with: { "aws-region": region, "role-to-assume": role },
    },
  ],
});

const googleLogin = (provider: string, account: string, tools: readonly Step[] = []): Login => ({
  identifies: true,
  steps: [
    {
      name: "Log in to Google Cloud",
      uses: action("googleLogin"),
      with: { workload_identity_provider: provider, service_account: account },
    },
    ...tools,
  ],
});

const releaseRoleArn = (environment: AwsEnvironment): string =>
  `arn:aws:iam::${environment.accountId}:role/${releaseRoleName(environment)}`;

/** Google calls it by the number of the project, which nothing but Google knows. */
const releaseProvider = (environment: GoogleEnvironment): string => {
  const pool = `workloadIdentityPools/${identityPoolId(environment)}`;
  return `projects/${filledIn("vars.GCP_PROJECT_NUMBER")}/locations/global/${pool}/providers/github`;
};
