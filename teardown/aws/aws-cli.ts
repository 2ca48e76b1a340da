import type { z } from "zod";

import { type Programs, reason } from "../../programs/local-programs";
import { TeardownFailure, Unreachable } from "../failure";

/** The API of AWS in one region, asked through the `aws` command line, which knows the user's credentials. */
export class AwsCli {
  constructor(
    private readonly programs: Programs,
    private readonly region: string,
  ) {}

  /**
   * Reads something, all pages of it.
   *
   * @throws {Unreachable} when AWS refuses or does not answer
   */
  async read<T>(schema: z.ZodType<T>, ...command: readonly string[]): Promise<T> {
    const outcome = await this.run(command);
    if (outcome.status !== 0)
      throw new Unreachable(`\`aws ${command.slice(0, 2).join(" ")}\` failed: ${reason(outcome)}`);
    return schema.parse(JSON.parse(outcome.stdout));
  }

  /** Like `read`, for a thing with a name. @returns nothing when it is not there */
  async find<T>(schema: z.ZodType<T>, ...command: readonly string[]): Promise<T | undefined> {
    const outcome = await this.run(command);
    if (outcome.status === 0) return schema.parse(JSON.parse(outcome.stdout));
    if (errorCode(outcome.stderr).endsWith("NotFoundException")) return undefined;
    throw new Unreachable(`\`aws ${command.slice(0, 2).join(" ")}\` failed: ${reason(outcome)}`);
  }

  /**
   * Deletes something, or takes it apart. What is gone already is fine.
   *
   * @returns whether it was possible; not while something else still uses it
   */
  async change(...command: readonly string[]): Promise<boolean> {
    const outcome = await this.run(command);
    if (outcome.status === 0) return true;
    const code = errorCode(outcome.stderr);
    if (/NotFound$|NotFoundException$|^InvalidPermission/.test(code)) return true;
    if (
      ["DependencyViolation", "ResourceInUse", "InvalidParameterValue", "InvalidNetworkInterface.InUse"].includes(code)
    )
      return false;
    const message = `\`aws ${command.slice(0, 2).join(" ")}\` failed: ${reason(outcome)}`;
    throw code === "" ? new Unreachable(message) : new TeardownFailure(message);
  }

  private run(command: readonly string[]) {
    const settings = ["--region", this.region, "--output", "json", "--cli-connect-timeout", "10"];
    return this.programs.run(["aws", ...command, ...settings, "--cli-read-timeout", "60"]);
  }
}

/** `DependencyViolation`, as in "An error occurred (DependencyViolation) when calling …". */
function errorCode(stderr: string): string {
  return /An error occurred \(([\w.]+)\) when calling/.exec(stderr)?.[1] ?? "";
}
