import type { CloudEnvironment } from "../environments/schema/environment";
import { protectionProblems } from "./protection";

/** The command itself, for the next time. */
export const again = ({ name }: CloudEnvironment, skipCluster = false): string =>
  `npm run predestroy -- --environment ${name}${skipCluster ? " --skip-cluster" : ""}`;

/**
 * What to type once nothing is in the way any more.
 *
 * @param protectedInCloud whether the cloud forbids the deletion: the file was edited, and not deployed
 */
export const lastCommands = ({ name }: CloudEnvironment, protectedInCloud: boolean): readonly string[] => [
  ...(protectedInCloud ? [`npx cdktf deploy ${name}`] : []),
  `npx cdktf destroy ${name}`,
];

/** What to type after a look at what is there. */
export const firstCommands = (
  environment: CloudEnvironment,
  command: string,
  last: readonly string[],
): readonly string[] => {
  const { name } = environment;
  const isProtected = protectionProblems(environment).length > 0;
  return [
    ...(isProtected
      ? [`$EDITOR environments/${name}.ts  # deletionProtection: false`, `npx cdktf deploy ${name}`]
      : []),
    command,
    ...last.filter((command) => !isProtected || !command.includes("deploy")),
  ];
};
