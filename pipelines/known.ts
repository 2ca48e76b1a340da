/** What the commands of pipelines may name. What is left out is not looked at. */
export interface Known {
  readonly npmScripts?: readonly string[];
  /** Behind `npx release`. */
  readonly releaseCommands?: readonly string[];
  readonly environments?: readonly string[];
}
