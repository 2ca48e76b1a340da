/** What an environment of ours is used for, each with secrets and reviewers of its own. */
type Use = "release" | "plan" | "apply" | "start" | "promote";

/** The GitHub environment, whose settings say who may run a job: a cloud trusts its name, or it keeps a token. */
export const githubEnvironment = (name: string, use: Use): string => (use === "release" ? name : `${name}-${use}`);

const suffix = /-(plan|apply|start|promote)$/;

/** Whether an environment of ours is called as one of GitHub's is that belongs to another one, or seems to. */
export const isReserved = (name: string): boolean => suffix.test(name);

/** The environment of ours that one of GitHub's is for. */
export const nameWithin = (environment: string): string => environment.replace(suffix, "");

/** Whether its rules on GitHub are to name people who have to agree. */
export const asksPeople = (environment: string): boolean => /-(apply|start|promote)$/.test(environment);
