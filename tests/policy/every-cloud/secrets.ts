import { leaves } from "../../support/at";
import { after, type Policy } from "../policy";
import { put, type Resource } from "../stack";

/** What secrets look like, wherever they are. */
const secretValues: readonly RegExp[] = [
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bdo[opr]_v1_[0-9a-f]{16,}/,
  /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}/,
  /\bAIza[\w-]{35}/,
  /"type"\s*:\s*"service_account"/,
  /\b[a-z][a-z0-9+]*:\/\/[^\s:/@]*:[^\s@]+@/,
];

/** Arguments that take a secret, as far as their names say so. */
const secretArgument =
  /^(password|\w+_password|password_wo|secret_string\w*|secret_data\w*|\w*token|access_key|secret_key|private_key|kube_?config)$/;
const harmlessArgument = /_version$|^(http_tokens|manage_master_user_password)$/;

/** Whether a text holds something that only its owner may know. */
export const holdsSecret = (text: string): boolean => secretValues.some((pattern) => pattern.test(text));

const isLiteral = (value: unknown): boolean => typeof value === "string" && !value.includes("${");

const literalSecrets = ({ settings }: Resource): string[] =>
  leaves(settings)
    .filter(
      ({ key, value }) =>
        (secretArgument.test(key) && !harmlessArgument.test(key) && isLiteral(value)) || holdsSecret(String(value)),
    )
    .map(({ path }) => path.join("."));

export const secrets: readonly Policy[] = [
  {
    id: "OWN_LITERAL_SECRET",
    must: "have no secret written into it",
    types: [],
    holds: (resource) => literalSecrets(resource).length === 0,
    broken: [
      after("a password is written into it", (resource) => {
        put(resource, "password", "correct-horse");
      }),
      after("an access key is written into a tag", (resource) => {
        put(resource, "tags.Owner", "AKIA1234567890ABCDEF");
      }),
    ],
  },
];
