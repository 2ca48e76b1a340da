import type { AwsEnvironment } from "../../environments/schema/aws";
import type { GoogleEnvironment } from "../../environments/schema/google";
import { identityPoolId, releaseAccountEmail, releaseRoleName } from "../../environments/schema/names";
import type { Work } from "../model/pipeline";
import type { Target } from "../model/target";
import type { Surroundings, Variables } from "./surroundings";

/**
 * What the tools of a target's cloud work as: by a token of the job where the cloud trusts Semaphore, otherwise by a key
 * that Semaphore keeps. Plans and changes of the infrastructure always need a key, because only releases have a role.
 */
export function credentials(
  { environment, secrets }: Pick<Target, "environment" | "secrets">,
  work: Work,
): Surroundings {
  const secret = secrets[work];
  switch (environment.cloud) {
    case "aws":
      return { ...awsCredentials(environment, secret, work), variables: regionOf(environment) };
    case "google":
      return { ...googleCredentials(environment, secret, work), variables: noQuestions };
    case "digitalocean":
      // as the book calls it, and as doctl and Terraform do
      return { secrets: [secret], variables: {}, commands: [`export DIGITALOCEAN_ACCESS_TOKEN="$DO_ACCESS_TOKEN"`] };
  }
}

type Login = Omit<Surroundings, "variables">;

/** The command line tool and Terraform know it by one name, older libraries by the other. */
const regionOf = ({ region }: AwsEnvironment): Variables => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
});

/** A job has a terminal, at which gcloud would wait for an answer. */
const noQuestions = { CLOUDSDK_CORE_DISABLE_PROMPTS: "1" };

const tokenFile = `"$HOME/oidc-token"`;

/** By the shell itself: the arguments of programs can be read by everyone on the machine. */
const writeToken = `(umask 077 && printf '%s' "\${SEMAPHORE_OIDC_TOKEN:?}" > ${tokenFile})`;

function awsCredentials(environment: AwsEnvironment, secret: string, work: Work): Login {
  // the variables of the secret are those that all tools read
  if (work !== "release" || environment.ci.semaphore === undefined) return { secrets: [secret], commands: [] };
  return {
    secrets: [],
    commands: [
      writeToken,
      `export AWS_WEB_IDENTITY_TOKEN_FILE=${tokenFile}`,
      `export AWS_ROLE_ARN=arn:aws:iam::${environment.accountId}:role/${releaseRoleName(environment)}`,
      // so that the account's log leads to the job
      `export AWS_ROLE_SESSION_NAME="semaphore-$SEMAPHORE_JOB_ID"`,
    ],
  };
}

function googleCredentials(environment: GoogleEnvironment, secret: string, work: Work): Login {
  if (work !== "release" || environment.ci.semaphore === undefined)
    return {
      secrets: [secret],
      commands: [
        `export GOOGLE_APPLICATION_CREDENTIALS="$HOME/gcp-key.json"`,
        `gcloud auth activate-service-account --key-file="$GOOGLE_APPLICATION_CREDENTIALS"`,
      ],
    };
  const pool = `locations/global/workloadIdentityPools/${identityPoolId(environment)}`;
  return {
    // Google calls a pool by the project's number, which nobody but Google knows: the secret has it
    secrets: [secret],
    commands: [
      writeToken,
      `export GOOGLE_APPLICATION_CREDENTIALS="$HOME/google-credentials.json"`,
      [
        `gcloud iam workload-identity-pools create-cred-config`,
        `"projects/$GCP_PROJECT_NUMBER/${pool}/providers/semaphore"`,
        `--service-account=${releaseAccountEmail(environment)}`,
        `--credential-source-file=${tokenFile}`,
        `--output-file="$GOOGLE_APPLICATION_CREDENTIALS"`,
      ].join(" "),
      `gcloud auth login --cred-file="$GOOGLE_APPLICATION_CREDENTIALS"`,
    ],
  };
}
