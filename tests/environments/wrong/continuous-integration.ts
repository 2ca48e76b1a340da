import type { WrongEnvironment } from "./wrong-environment";

const project = {
  organization: "team",
  projectId: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f",
  repository: "shop",
};
const repositoryOfGithub = (got: unknown): string =>
  `\`ci.github.repository\` must be a repository of GitHub such as "owner/repository" or "owner@123/repository@456", got: ${JSON.stringify(got)}`;

/** Whose jobs may release. What is too wide here lets strangers in. */
export const continuousIntegration: readonly WrongEnvironment[] = [
  ...[
    ["without its owner", "repository"],
    ["by its address", "https://github.com/owner/repository"],
    ["with a path behind it", "owner/repository/tree/main"],
    ["with a star, which would be everybody's", "owner/*"],
    ["whose owner is a star", "*/repository"],
    ["whose owner starts with a hyphen", "-owner/repository"],
    ["whose owner has a sign that GitHub does not know", "own_er/repository"],
    ["with a number that is none", "owner@one/repository"],
    ["that has no name but a number", "owner/@456"],
    ["with a space behind it", "owner/repository "],
    ["that is empty", ""],
    ["that is a number", 123],
  ].map(([title, repository]) => ({
    title: `a repository of GitHub ${String(title)}`,
    cloud: "aws" as const,
    change: { ci: { github: { repository } } },
    problems: [repositoryOfGithub(repository)],
  })),
  {
    title: "a repository of GitHub under another name, in a section that may be left out",
    cloud: "aws",
    change: { ci: { github: { repo: "owner/repository" } } },
    problems: [
      '`ci.github.repository` is required and must be a repository of GitHub such as "owner/repository" or "owner@123/repository@456"',
      "`ci.github.repo` is not a setting of aws; there is repository",
    ],
  },
  {
    title: "a repository of GitHub with a typing error in the setting",
    cloud: "aws",
    change: { ci: { github: { repository: "owner/repository", repositry: "owner/repository" } } },
    problems: ['`ci.github.repositry` is not a setting of aws; did you mean "repository"?'],
  },
  {
    title: "GitHub as a text",
    cloud: "aws",
    change: { ci: { github: "owner/repository" } },
    problems: ['`ci.github` must be an object, got: "owner/repository"'],
  },
  {
    title: "GitHub without a repository",
    cloud: "aws",
    change: { ci: { github: {} } },
    problems: [
      '`ci.github.repository` is required and must be a repository of GitHub such as "owner/repository" or "owner@123/repository@456"',
    ],
  },
  {
    title: "GitHub that is null",
    cloud: "aws",
    change: { ci: { github: null } },
    problems: ["`ci.github` must be an object, got: null"],
  },
  {
    title: "GitHub by another name",
    cloud: "aws",
    change: { ci: { gitHub: { repository: "owner/repository" } } },
    problems: ['`ci.gitHub` is not a setting of aws; did you mean "github"?'],
  },
  ...[
    ["in capitals", "Team"],
    ["by its host", "team.semaphoreci.com"],
    ["that starts with a hyphen", "-team"],
    ["that ends with a hyphen", "team-"],
    ["that is a star", "*"],
    ["that is empty", ""],
  ].map(([title, organization]) => ({
    title: `an organization of Semaphore ${String(title)}`,
    cloud: "aws" as const,
    change: { ci: { semaphore: { ...project, organization } } },
    problems: [
      `\`ci.semaphore.organization\` must be the name of an organization of Semaphore, got: ${JSON.stringify(organization)}`,
    ],
  })),
  ...[
    ["by its name", "shop"],
    ["in capitals", "0A1B2C3D-0A1B-2C3D-4E5F-0A1B2C3D4E5F"],
    ["with a digit missing", "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5"],
    ["that is a star", "*"],
  ].map(([title, projectId]) => ({
    title: `a project of Semaphore ${String(title)}`,
    cloud: "aws" as const,
    change: { ci: { semaphore: { ...project, projectId } } },
    problems: [
      `\`ci.semaphore.projectId\` must be the UUID of a project of Semaphore, got: ${JSON.stringify(projectId)}`,
    ],
  })),
  ...[
    ["with its owner", "team/shop"],
    ["that is a star", "*"],
    ["with a colon, which would begin the next claim", "shop:ref_type:branch"],
  ].map(([title, repository]) => ({
    title: `a repository of Semaphore ${String(title)}`,
    cloud: "aws" as const,
    change: { ci: { semaphore: { ...project, repository } } },
    problems: [
      `\`ci.semaphore.repository\` must be the name of a repository without its owner, got: ${JSON.stringify(repository)}`,
    ],
  })),
  {
    title: "Semaphore without anything",
    cloud: "aws",
    change: { ci: { semaphore: {} } },
    problems: [
      "`ci.semaphore.organization` is required and must be the name of an organization of Semaphore",
      "`ci.semaphore.projectId` is required and must be the UUID of a project of Semaphore",
      "`ci.semaphore.repository` is required and must be the name of a repository without its owner",
    ],
  },
  {
    title: "identity providers that are neither made nor there",
    cloud: "aws",
    change: { ci: { identityProviders: "existing" } },
    problems: ['`ci.identityProviders` must be one of "create", "use-existing", got: "existing"'],
  },
  {
    title: "continuous integration where no role is made for it",
    cloud: "digitalocean",
    change: { ci: { github: { repository: "owner/repository" } } },
    problems: ["`ci` is not a setting of digitalocean; only google and aws have it"],
  },
  {
    title: "identity providers, which it makes for each environment",
    cloud: "google",
    change: { ci: { identityProviders: "create" } },
    problems: ["`ci.identityProviders` is not a setting of google; only aws has it"],
  },
  {
    title: "a repository of GitHub that is everybody's",
    cloud: "google",
    change: { ci: { github: { repository: "owner/*" } } },
    problems: [repositoryOfGithub("owner/*")],
  },
  {
    title: "a quote in a repository, which would end the condition",
    cloud: "google",
    change: { ci: { github: { repository: "owner/x' || 'a' == 'a" } } },
    problems: [repositoryOfGithub("owner/x' || 'a' == 'a")],
  },
  {
    title: "a quote in a project of Semaphore, which would end the condition",
    cloud: "google",
    change: { ci: { semaphore: { ...project, repository: "shop')||true||('" } } },
    problems: [
      "`ci.semaphore.repository` must be the name of a repository without its owner, got: \"shop')||true||('\"",
    ],
  },
  {
    title: "a generation of nothing",
    cloud: "google",
    change: { ci: { generation: 0 } },
    problems: ["`ci.generation` must be an integer between 1 and 999, got: 0"],
  },
  {
    title: "a repository whose tokens have a longer subject than Google takes",
    cloud: "google",
    change: { ci: { github: { repository: `${"o".repeat(39)}/${"r".repeat(66)}` } } },
    problems: [
      `\`ci.github.repository\` makes the name of the subject of GitHub's tokens too long: "repo:${"o".repeat(39)}/${"r".repeat(66)}:environment:test" has 128 characters, at most 127 are allowed; shorten it`,
    ],
  },
];
