import delivery from "../delivery";
import { deliverySchema } from "./delivery";
import { matching, section } from "./fields";

/** Whose jobs may release the service with tokens of their own (OpenID Connect), so that no key is stored anywhere. */
export const trustedJobsShape = {
  /** Jobs of GitHub Actions that run in the GitHub environment called like this environment. */
  github: section({
    /**
     * `owner/repository` as the tokens' `sub` has it: with the numbers that GitHub adds for repositories made or
     * renamed since July 2026, `owner@123/repository@456`.
     *
     * @see https://docs.github.com/en/actions/reference/security/oidc
     */
    repository: matching(
      /^[A-Za-z0-9][A-Za-z0-9-]*(@\d+)?\/[\w.-]+(@\d+)?$/,
      'a repository of GitHub such as "owner/repository" or "owner@123/repository@456"',
    ),
  }).optional(),
  /** Jobs of Semaphore on what `environments/delivery.ts` releases. Its Enterprise plan has such tokens. */
  semaphore: section({
    /** Name of the organization, which is also that of its host: `<organization>.semaphoreci.com`. */
    organization: matching(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "the name of an organization of Semaphore"),
    /** Number of the project, from `sem get project NAME`. */
    projectId: matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "the UUID of a project of Semaphore"),
    /** Name of the repository, without its owner. */
    repository: matching(/^[\w.-]+$/, "the name of a repository without its owner"),
  }).optional(),
} as const;

/** Who issues the tokens of GitHub Actions. */
export const githubIssuer = "token.actions.githubusercontent.com";

/** Who issues the tokens of an organization of Semaphore. */
export const semaphoreIssuer = ({ organization }: { readonly organization: string }): string =>
  `${organization}.semaphoreci.com`;

/** What the tokens of a job on GitHub have as their subject: GitHub's environment decides who approves. */
export const githubSubject = ({ repository }: { readonly repository: string }, environment: string): string =>
  `repo:${repository}:environment:${environment}`;

/** How the subjects of a project of Semaphore begin; what kind of reference follows, and which. */
export const semaphoreSubject = (project: {
  readonly organization: string;
  readonly projectId: string;
  readonly repository: string;
}): string => `org:${project.organization}:project:${project.projectId}:repo:${project.repository}`;

/** What Semaphore may release, behind that: the branch by its name, tags by how they begin. */
export const semaphoreBranch = `:ref_type:branch:ref:refs/heads/${delivery.branch}`;
export const semaphoreTagPrefix = `:ref_type:tag:ref:refs/tags/${delivery.hotfixTags ?? deliverySchema.shape.hotfixTags.parse(undefined)}`;
