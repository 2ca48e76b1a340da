import { z } from "zod";

import type { AwsEnvironment } from "../../environments/schema/environment";
import { ValidationError } from "../../environments/schema/problems";
import { TeardownFailure, Unreachable } from "../failure";
import type { AwsCli } from "./aws-cli";

const identitySchema = z.object({ Account: z.string(), Arn: z.string() });

/**
 * Makes sure that the credentials belong to the environment's account, before anything else is asked of it.
 *
 * @throws {ValidationError} when they belong to another
 */
export async function checkAccount(aws: AwsCli, { name, accountId }: AwsEnvironment): Promise<void> {
  const identity = await aws.read(identitySchema, "sts", "get-caller-identity").catch((error: unknown) => {
    if (!(error instanceof Unreachable)) throw error;
    const login = /credentials|token|expired|sso/i.test(error.message) ? ["aws sso login"] : [];
    throw new TeardownFailure(`it is not known whose credentials these are: ${error.message}`, login);
  });
  if (identity.Account === accountId) return;
  throw new ValidationError([
    {
      file: `environments/${name}.ts`,
      problems: [
        {
          path: "accountId",
          rule: `must be the account of the credentials in use (${identity.Account}, ${identity.Arn})`,
          got: accountId,
          fix: "log in to the account of the environment",
        },
      ],
    },
  ]);
}
