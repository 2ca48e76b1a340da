import { type Outcome, shortened } from "../../programs/local-programs";
import { ReleaseFailure } from "../failure";

/** Something that a program says when it fails, and what to do about it. */
interface Complaint {
  readonly pattern: RegExp;
  /** What it means; `$1` is what the pattern found first. */
  readonly meaning: string;
  /** Command that helps. @default - none does by itself */
  readonly next?: string;
}

const awsLogin = "aws sso login";
const googleLogin = "gcloud auth login";
const digitaloceanLogin = "doctl auth init";

/**
 * What is told of a program that reads a secret. It is never quoted: nobody knows what else it wrote, with which
 * settings of its user.
 */
const complaints: Readonly<Record<string, readonly Complaint[]>> = {
  aws: [
    { pattern: /\((ExpiredToken\w*)\)|session.* has expired/, meaning: "the login has expired", next: awsLogin },
    { pattern: /Unable to locate credentials/, meaning: "nobody is logged in", next: awsLogin },
    {
      pattern: /\((UnrecognizedClient\w*|InvalidClientTokenId)\)/,
      meaning: "the credentials are wrong",
      next: awsLogin,
    },
    {
      pattern: /\(ResourceNotFoundException\)/,
      meaning: "there is no such secret, or it has no value yet",
    },
    {
      pattern: /\((AccessDenied\w*)\)/,
      meaning: "whoever is logged in may not read it (secretsmanager:GetSecretValue, and kms:Decrypt of its key)",
      next: "aws sts get-caller-identity",
    },
    { pattern: /An error occurred \(([\w.]{1,80})\)/, meaning: "AWS answered $1" },
    { pattern: /Could not connect to the endpoint URL/, meaning: "AWS cannot be reached" },
  ],
  gcloud: [
    { pattern: /reauthentication|auth login|active account/i, meaning: "nobody is logged in", next: googleLogin },
    {
      pattern: /PERMISSION_DENIED/,
      meaning: "whoever is logged in may not read it (roles/secretmanager.secretAccessor)",
      next: "gcloud auth list",
    },
    { pattern: /NOT_FOUND/, meaning: "there is no such secret, or no such version of it" },
    { pattern: /FAILED_PRECONDITION/, meaning: "that version of the secret is disabled or destroyed" },
  ],
  doctl: [
    {
      pattern: /access token is required|Unable to authenticate|: 401\b/,
      meaning: "nobody is logged in, or the token has expired",
      next: digitaloceanLogin,
    },
    { pattern: /: 403\b/, meaning: "the token must have the scope to read it" },
    { pattern: /: 404\b/, meaning: "there is no such thing in this account" },
    { pattern: /: (5\d\d)\b/, meaning: "DigitalOcean answered $1" },
  ],
};

/** Why a secret could not be read, without a word of what the program wrote. */
export function secretReadingFailure(command: readonly string[], { status, stdout, stderr }: Outcome): ReleaseFailure {
  const [program = ""] = command;
  for (const { pattern, meaning, next } of complaints[program] ?? []) {
    // asked for JSON, doctl writes its errors there too
    const found = pattern.exec(stderr) ?? (program === "doctl" ? pattern.exec(stdout) : null);
    if (found !== null)
      return new ReleaseFailure(
        `\`${shortened(command)}\` failed: ${meaning.replace("$1", () => found[1] ?? "an error")}`,
        next === undefined ? [] : [next],
      );
  }
  return new ReleaseFailure(
    `\`${shortened(command)}\` failed with ${status ?? "a signal"}; what it wrote is not shown, because it may hold a secret`,
  );
}
