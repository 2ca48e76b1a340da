/** What the commands of pipelines may name. What is left out is not looked at. */
export interface Known {
  readonly npmScripts?: readonly string[];
  /** Behind `npx release`, of which nothing here may know: only tests look at them, `tests/pipelines/generated.test.ts`. */
  readonly releaseCommands?: readonly string[];
  readonly environments?: readonly string[];
}
