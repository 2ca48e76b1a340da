import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { googleCredentials, secrets } from "./secrets";
import type { Machine } from "./tools/machine";
import { must, type Tool, tool } from "./tools/tool";

/** What an action leaves for the steps after it. */
type Effect = (given: Readonly<Record<string, string>>, machine: Machine) => Readonly<Record<string, string>>;

const none: Effect = () => ({});

/** Writes a file of credentials. @returns its path */
const keep = (machine: Machine, name: string, text: string): string => {
  const file = join(machine.home, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
};

/** Actions that workflows use, without their versions. */
export const actions: Readonly<Record<string, Effect>> = {
  "actions/checkout": none,
  "actions/setup-node": none,
  "actions/upload-artifact": none,
  "sigstore/cosign-installer": none,
  "google-github-actions/setup-gcloud": none,
  "aws-actions/configure-aws-credentials": (given, machine) => ({
    AWS_REGION: given["aws-region"] ?? "",
    AWS_DEFAULT_REGION: given["aws-region"] ?? "",
    // the action itself exports a key for an hour; both are of the role
    AWS_WEB_IDENTITY_TOKEN_FILE: keep(machine, "identity-token", secrets.identityToken),
    AWS_ROLE_ARN: given["role-to-assume"] ?? "",
  }),
  "google-github-actions/auth": (given, machine) => {
    const { workload_identity_provider: provider = "", service_account: account = "" } = given;
    if (!/^projects\/\d+\/locations\/global\/workloadIdentityPools\/[\w-]+\/providers\/github$/.test(provider))
      throw new Error(`google-github-actions/auth: invalid audience ${provider}`);
    if (!account.endsWith(".iam.gserviceaccount.com")) throw new Error(`there is no account ${account}`);
    const file = keep(machine, "gha-creds.json", googleCredentials);
    return { GOOGLE_APPLICATION_CREDENTIALS: file, CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: file };
  },
};

/** Programs of the runner that set others up; what they download is there already. */
export const runnerTools: Readonly<Record<string, Tool>> = {
  curl: tool({
    "--fail --silent --show-error --location --retry NUMBER --output FILE URL": ({ URL = "" }) => {
      must(URL.startsWith("https://"), `it would be read by anybody: ${URL}`);
      return {};
    },
  }),
  sha256sum: tool({ "--check": () => ({}) }),
  sudo: ({ args: [program] }) => {
    must(program === "tar", "only an archive is unpacked");
    return {};
  },
  cosign: tool({
    "verify --certificate-oidc-issuer ISSUER --certificate-identity-regexp PATTERN IMAGE": (given) => {
      const { ISSUER, PATTERN = "", IMAGE = "" } = given;
      must(ISSUER === "https://token.actions.githubusercontent.com", "no matching signatures: issuer");
      const identity = "https://github.com/team/shop/.github/workflows/release.yml@refs/tags/v1.0.0";
      must(new RegExp(PATTERN).test(identity), `no matching signatures: got ${identity}`);
      must(/@sha256:[0-9a-f]{64}$/.test(IMAGE), "a tag may be of another image by now");
      return { stdout: `Verification for ${IMAGE} --\n` };
    },
  }),
};
