import { z } from "zod";

import { type Programs, reason } from "../../programs/local-programs";
import { Unreachable } from "../failure";

const errorsSchema = z.object({ errors: z.array(z.object({ detail: z.string() })).min(1) });

/** The API of DigitalOcean, asked through the `doctl` command line, which knows the user's token. */
export class DoctlCli {
  constructor(private readonly programs: Programs) {}

  /**
   * Reads something, all pages of it.
   *
   * @throws {Unreachable} when DigitalOcean refuses or does not answer
   */
  async read<T>(schema: z.ZodType<T>, ...command: readonly string[]): Promise<T> {
    const outcome = await this.programs.run(["doctl", ...command, "--output", "json"]);
    if (outcome.status === 0) return schema.parse(JSON.parse(outcome.stdout));
    // asked for JSON, it writes its errors there too
    const why = parseErrors(outcome.stdout)[0] ?? reason(outcome);
    const advice = why.includes(": 403 ") ? "; the token must have the scope to read them" : "";
    throw new Unreachable(`\`doctl ${command.slice(0, 3).join(" ")}\` failed: ${why}${advice}`);
  }
}

function parseErrors(stdout: string): string[] {
  try {
    return errorsSchema.parse(JSON.parse(stdout)).errors.map(({ detail }) => detail);
  } catch {
    return [];
  }
}
