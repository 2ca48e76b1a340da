import { environment, minimal } from "../../support/environments";
import { onAws, onGoogle, settings, type Step, story, workflowsFor } from "./rendered";

const trusting = { ci: { github: { repository: settings.repository } } } as const;
const state = {
  hcp: { backend: "hcp", organization: "acme" },
  s3: { backend: "s3", bucket: "acme-state", region: "us-east-2" },
  gcs: { backend: "gcs", bucket: "acme-state" },
} as const;

const aws = environment("eu", { ...minimal.aws, ...trusting, state: state.s3 });
const digitalocean = environment("asia", { ...minimal.digitalocean, state: state.hcp });
const { "infrastructure.yml": infrastructure, "drift.yml": drift } = workflowsFor([aws, digitalocean]);

const ours = "github.event.pull_request.head.repo.full_name == github.repository";

test("plans are for proposals of people with a right to write, and are applied when they are merged", () => {
  expect(story(infrastructure!)).toStrictEqual([
    `plan-eu |  | \${{ github.event_name == 'push' || ${ours} }} | eu-plan`,
    `plan-asia |  | \${{ github.event_name == 'push' || ${ours} }} | asia-plan`,
    `comment | plan-eu plan-asia | \${{ !cancelled() && github.event_name == 'pull_request' && ${ours} }} | `,
    "apply-eu | plan-eu | ${{ github.event_name == 'push' && github.ref == 'refs/heads/main' }} | eu-apply",
    "apply-asia | plan-asia | ${{ github.event_name == 'push' && github.ref == 'refs/heads/main' }} | asia-apply",
  ]);
});

test("one plan at a time is applied to an environment, and none waits for another environment's reviewer", () => {
  expect(infrastructure!.concurrency).toStrictEqual({
    group: "infrastructure-${{ github.event.pull_request.number || github.sha }}",
    "cancel-in-progress": false,
  });
  expect(infrastructure!.jobs["apply-eu"]!.concurrency).toStrictEqual({
    group: "apply-eu",
    "cancel-in-progress": false,
  });
});

test("who comments has no credentials, and no checkout in which others' code could run", () => {
  const { permissions, steps } = infrastructure!.jobs["comment"]!;
  expect(permissions).toStrictEqual({ "pull-requests": "write" });
  expect(steps.map(({ uses, run }) => uses?.replace(/@.*/, "") ?? run)).toStrictEqual([
    "actions/download-artifact",
    [
      String.raw`printf '# Infrastructure\n\nThe whole plans are with [this run](%s).\n\n' "$RUN" > comment.md`,
      "cat plan-eu.md >> comment.md || echo 'No plan of eu.' >> comment.md",
      "cat plan-asia.md >> comment.md || echo 'No plan of asia.' >> comment.md",
      "head --bytes 65000 comment.md > cut.md",
      'gh pr comment "$NUMBER" --edit-last --create-if-none --body-file cut.md',
    ].join("\n"),
  ]);
});

test("what is commented is the plan, and not what is applied in the same run", () => {
  const left = (id: string) =>
    infrastructure!.jobs[id]!.steps.filter(({ name }) => name.startsWith("Keep ")).map((step) => step.with);
  expect(left("plan-eu")).toMatchObject([{ name: "plan-eu", path: "plan-eu.md" }]);
  expect(left("apply-eu")).toMatchObject([{ name: "apply-eu", path: "apply-eu.md" }]);
  expect(infrastructure!.jobs["comment"]!.steps[0]?.with).toMatchObject({ pattern: "plan-*" });
});

test("Terraform says nothing but what the guard reads", () => {
  const terraform = infrastructure!.jobs["plan-eu"]!.steps.find(({ name }) => name === "Set up Terraform");
  expect(terraform?.with).toStrictEqual({ terraform_version: "1.14.0", terraform_wrapper: false });
});

test("drift is looked for with the rights of a plan", () => {
  expect(drift!.on).toStrictEqual({ schedule: [{ cron: "17 4 * * 1-5" }], workflow_dispatch: {} });
  expect(Object.entries(drift!.jobs).map(([id, job]) => [id, job.environment])).toStrictEqual([
    ["drift-eu", "eu-plan"],
    ["drift-asia", "asia-plan"],
  ]);
});

/** How a job comes by its credentials. */
const credentialsOf = (steps: readonly Step[]) => ({
  logins: steps
    .filter(({ name }) => name.startsWith("Log in to ") && !name.includes("registry"))
    .map((step) => step.with),
  secrets: [
    ...new Set(steps.flatMap(({ env = {} }) => Object.entries(env).filter(([, value]) => value.includes("secrets.")))),
  ].map(([name, value]) => `${name}=${value}`),
});

const awsRole = { "aws-region": "eu-central-1", "role-to-assume": "${{ vars.AWS_ROLE_ARN }}" };
const googleAccount = {
  workload_identity_provider: "${{ vars.GCP_WORKLOAD_IDENTITY_PROVIDER }}",
  service_account: "${{ vars.GCP_SERVICE_ACCOUNT }}",
};
const token = (name: string, secret = name) => `${name}=\${{ secrets.${secret} }}`;

test.each([
  ["AWS", aws, [awsRole], []],
  [
    "AWS, the state at Google",
    environment("eu", { ...minimal.aws, ...trusting, state: state.gcs }),
    [awsRole, googleAccount],
    [],
  ],
  ["Google", environment("us", { ...minimal.google, ...trusting, state: state.gcs }), [googleAccount], []],
  [
    "DigitalOcean, the state at AWS",
    environment("asia", { ...minimal.digitalocean, state: state.s3 }),
    [{ ...awsRole, "aws-region": "us-east-2" }],
    [token("DIGITALOCEAN_ACCESS_TOKEN")],
  ],
  [
    "DigitalOcean, the state at HCP Terraform",
    digitalocean,
    [],
    [token("DIGITALOCEAN_ACCESS_TOKEN"), token("TF_TOKEN_app_terraform_io", "TF_TOKEN_APP_TERRAFORM_IO")],
  ],
])("what plans %s has what the GitHub environment names", (_, target, logins, secrets) => {
  const job = workflowsFor([target])["infrastructure.yml"]!.jobs[`plan-${target.name}`]!;
  const found = credentialsOf(job.steps);
  expect({ ...found, secrets: [...new Set(found.secrets)] }).toStrictEqual({ logins, secrets });
  expect(job.permissions["id-token"]).toBe(logins.length > 0 ? "write" : undefined);
});

test.each([
  [
    "AWS",
    onAws,
    [{ "aws-region": "eu-central-1", "role-to-assume": "arn:aws:iam::123456789012:role/addressbook-eu-release" }],
  ],
  [
    "Google",
    onGoogle,
    [
      {
        workload_identity_provider:
          "projects/${{ vars.GCP_PROJECT_NUMBER }}/locations/global/workloadIdentityPools/us-ci-1/providers/github",
        service_account: "us-release@team-project.iam.gserviceaccount.com",
      },
    ],
  ],
])("what releases to %s is what the stack has made for it", (_, target, logins) => {
  const job = workflowsFor([target])[`rollback-${target.name}.yml`]!.jobs["rollback"]!;
  expect(credentialsOf(job.steps)).toStrictEqual({ logins, secrets: [] });
});
