import type { Delivery } from "../../environments/schema/delivery";
import type { Needs } from "../model/pipeline";
import { action } from "./actions";
import type { Secret } from "./credentials";
import { filledIn } from "./render-condition";
import { cosignVersion, installed, postgresImage, syft } from "./tools";
import type { Step } from "./workflow-text";

/** The machines. `latest` would be another one some day. */
export const runner = "ubuntu-24.04";

const checkout: Step = {
  name: "Check out",
  uses: action("checkout"),
  // else every later step could push
  with: { "persist-credentials": false },
};

/** What a job needs beside credentials of a cloud, in the order in which it is set up. */
export const setUp = (needs: Needs, { nodeVersion, terraformVersion }: Delivery): Step[] => [
  checkout,
  ...(needs.packages ? packages(nodeVersion) : []),
  ...(needs.terraform
    ? [
        {
          name: "Set up Terraform",
          uses: action("terraform"),
          // the wrapper would add to what is piped on
          with: { terraform_version: terraformVersion, terraform_wrapper: false },
        },
      ]
    : []),
  ...(needs.signing === undefined
    ? []
    : [{ name: "Set up cosign", uses: action("cosign"), with: { "cosign-release": cosignVersion } }]),
  ...(needs.signing === "sign" ? [installed(syft)] : []),
  ...(needs.postgresPassword === undefined ? [] : [postgres(needs.postgresPassword)]),
  ...(needs.registry === undefined ? [] : [registryLogin]),
  ...(needs.configuration === undefined ? [] : configuration(needs.configuration)),
];

const packages = (nodeVersion: string): Step[] => [
  {
    name: "Set up Node.js",
    uses: action("setupNode"),
    // a cache that one job fills is a way into others
    with: { "node-version": nodeVersion, "package-manager-cache": false },
  },
  { name: "Install packages", run: "npm ci --no-audit --no-fund" },
];

/** Over TCP it is not there before its data folder has been set up. */
const postgres = (password: string): Step => ({
  name: "Start PostgreSQL",
  env: { POSTGRES_PASSWORD: password },
  run: [
    `docker run --detach --name postgres --network host --env POSTGRES_PASSWORD ${postgresImage}`,
    "timeout 60 bash -c 'until docker exec postgres pg_isready --host 127.0.0.1 --username postgres; do sleep 1; done'",
  ].join("\n"),
});

const registryLogin: Step = {
  name: "Log in to GitHub's registry",
  env: { REGISTRY_TOKEN: filledIn("github.token") },
  run: `printf '%s' "$REGISTRY_TOKEN" | docker login ghcr.io --username "$GITHUB_ACTOR" --password-stdin`,
};

const token = filledIn("steps.token.outputs.token");

/** Another repository, by a GitHub App that may do no more than propose there; the job's own token ends at this one. */
function configuration(repository: string): Step[] {
  const [owner = "", name = ""] = repository.split("/");
  return [
    {
      name: `Log in to ${repository}`,
      id: "token",
      uses: action("appToken"),
      with: {
        "client-id": filledIn("vars.CONFIGURATION_APP_CLIENT_ID"),
        "private-key": filledIn("secrets.CONFIGURATION_APP_PRIVATE_KEY"),
        owner,
        repositories: name,
        "permission-contents": "write",
        "permission-pull-requests": "write",
      },
    },
    {
      name: `Check out ${repository}`,
      uses: action("checkout"),
      with: { repository, path: "configuration", token, "persist-credentials": false },
    },
    // the token itself is nowhere but in the variables of the steps that push
    { name: "Let git ask gh for the token", env: { GH_TOKEN: token }, run: "gh auth setup-git" },
  ];
}

const author = `${filledIn("steps.token.outputs.app-slug")}[bot]`;

/** What git and gh want to know to propose something in another repository. */
export const configurationLogin: Secret = {
  variables: {
    GH_TOKEN: token,
    GIT_AUTHOR_NAME: author,
    GIT_AUTHOR_EMAIL: `${author}@users.noreply.github.com`,
    GIT_COMMITTER_NAME: author,
    GIT_COMMITTER_EMAIL: `${author}@users.noreply.github.com`,
  },
  readBy: /^(git|gh) /,
};
