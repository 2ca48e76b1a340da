import type { CloudEnvironment } from "../environments/schema/environment";
import type { Problem } from "../environments/schema/problems";

/**
 * What forbids the deletion of an environment. Its way in is not taken away either as long as `cdktf destroy` would be
 * refused: that would be an outage, and nothing else.
 */
export function protectionProblems(environment: CloudEnvironment): Problem[] {
  const reason =
    environment.profile === "production" && environment.exceptions.noDeletionProtection === undefined
      ? ", say why in `exceptions.noDeletionProtection`,"
      : "";
  return (["cluster", "database"] as const)
    .filter((part) => environment[part].deletionProtection)
    .map((part) => ({
      path: `${part}.deletionProtection`,
      rule: "must be false before the environment is taken down",
      got: true,
      fix: `set it to false${reason} and \`npx cdktf deploy ${environment.name}\``,
    }));
}
