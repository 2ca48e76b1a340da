import { z } from "zod";

import { type Programs, shortened } from "../../programs/local-programs";
import { ReleaseFailure } from "../failure";
import { Confidential } from "./confidential";
import { secretReadingFailure } from "./program-failures";

/** Who logs in to the database, and with what. */
export interface Login {
  readonly user: string;
  readonly password: Confidential;
}

/** A secret of AWS or Google Cloud, and a user of a database on DigitalOcean, which doctl writes as a list of one. */
const managedSecret = z.object({ username: z.string().min(1), password: z.string() });
const databaseUser = z
  .union([
    z.array(z.object({ name: z.string(), password: z.string() })).length(1),
    z.object({ name: z.string(), password: z.string() }),
  ])
  .transform((found) => {
    const [user] = Array.isArray(found) ? found : [found];
    return { username: user?.name ?? "", password: user?.password ?? "" };
  });

/** The command that reads what a reference of the outputs names, see `platformOutputs`. */
export function loginCommand(reference: string): readonly string[] {
  const colon = reference.indexOf(":");
  const place = reference.slice(colon + 1);
  switch (reference.slice(0, colon)) {
    case "aws-secrets-manager": {
      const region = place.split(":")[3] ?? "";
      const read = ["aws", "secretsmanager", "get-secret-value", "--secret-id", place, "--region", region];
      return [...read, "--query", "SecretString", "--output", "text"];
    }
    case "google-secret-manager":
      return ["gcloud", "secrets", "versions", "access", place];
    default: {
      const slash = place.indexOf("/");
      const user = ["databases", "user", "get", place.slice(0, slash), place.slice(slash + 1)];
      return ["doctl", ...user, "--output", "json"];
    }
  }
}

/**
 * Reads a login where it is kept, into memory and nowhere else.
 *
 * @throws {ReleaseFailure} when it cannot be read, or is none; without a word of what was read
 */
export async function readLogin(reference: string, programs: Programs): Promise<Login> {
  const command = loginCommand(reference);
  const outcome = await programs.run(command);
  if (outcome.status !== 0) throw secretReadingFailure(command, outcome);
  const schema = command[0] === "doctl" ? databaseUser : managedSecret;
  const found = schema.safeParse(parsed(outcome.stdout)).data;
  const expected = command[0] === "doctl" ? "a user with a name and a password" : "JSON with `username` and `password`";
  if (found === undefined) throw new ReleaseFailure(`\`${shortened(command)}\` did not answer with ${expected}`);
  if (found.password === "")
    throw new ReleaseFailure(`the password of ${found.username} is empty where it is kept (\`${shortened(command)}\`)`);
  return { user: found.username, password: new Confidential(found.password) };
}

/** What is no JSON is undefined: the error of the parser would quote it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
