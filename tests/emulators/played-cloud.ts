import { AwsEmulator } from "./aws/aws-emulator";
import { DigitaloceanEmulator } from "./digitalocean/digitalocean-emulator";
import type { Emulator } from "./emulator";
import { GoogleEmulator } from "./google/google-emulator";
import type { Settings } from "./settings";

/** A cloud that is being played, and what whoever wants to use it is told. */
export interface PlayedCloud {
  readonly emulator: Emulator;
  /** "AWS is played at …, with …" */
  readonly introduction: string;
  /** Variables to set. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that would lead a program past the emulator, to an account that exists. */
  readonly unset: readonly string[];
  /** Commands to begin with. */
  readonly tryOut: readonly string[];
  /** What else a program may want to know. */
  readonly more: Readonly<Record<string, string>>;
}

/** Throws what keeps it from starting: a port that is taken, no Python. */
export async function play(settings: Settings): Promise<PlayedCloud> {
  switch (settings.cloud) {
    case "aws": {
      const emulator = await AwsEmulator.start(settings.options);
      const { account } = settings.options;
      return {
        emulator,
        introduction: `AWS is played at ${emulator.address}, with the account ${account}`,
        environment: emulator.environment,
        unset: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"],
        tryOut: ["npx cdktf deploy aws-demo", "curl -s $AWS_ENDPOINT_URL/_emulator/leftovers"],
        more: { account },
      };
    }
    case "digitalocean": {
      const emulator = await DigitaloceanEmulator.start(settings.options);
      const revocation = settings.revocations ? await emulator.revocationEnvironment("tunnelled") : {};
      return {
        emulator,
        introduction: `DigitalOcean is played at ${emulator.address}`,
        environment: { ...emulator.environment, ...revocation },
        unset: ["DIGITALOCEAN_CONTEXT"],
        tryOut: ["npx cdktf deploy digitalocean-demo", "curl -s $DIGITALOCEAN_API_URL/_emulator/leftovers"],
        more: {},
      };
    }
    case "google": {
      const emulator = await GoogleEmulator.start(settings.options);
      return {
        emulator,
        introduction: `Google Cloud is played at ${emulator.address}, and nothing gets to the real one`,
        environment: emulator.environment,
        // each leads to an identity that exists, or to another project
        unset: [
          "GOOGLE_CREDENTIALS",
          "GOOGLE_APPLICATION_CREDENTIALS",
          "GOOGLE_IMPERSONATE_SERVICE_ACCOUNT",
          "GOOGLE_BACKEND_CREDENTIALS",
          "GOOGLE_BACKEND_IMPERSONATE_SERVICE_ACCOUNT",
          "GOOGLE_BILLING_PROJECT",
          "USER_PROJECT_OVERRIDE",
          "https_proxy",
        ],
        tryOut: ["npx cdktf deploy google-demo", "curl -s $HTTPS_PROXY/_emulator/leftovers"],
        more: {},
      };
    }
  }
}
