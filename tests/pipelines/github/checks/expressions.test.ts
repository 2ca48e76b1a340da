import { problemsIn } from "../support/workflows";

it.each<[string, string, string, ...string[]]>([
  [
    "infrastructure",
    "github.ref == 'refs/heads/trunk'",
    "github.ref == refs/heads/trunk",
    "`jobs.apply.if` must be an expression that GitHub can evaluate there: Unexpected symbol: 'refs/heads/trunk'. Located at position 15 within expression: github.ref == refs/heads/trunk, got: \"github.ref == refs/heads/trunk\"",
  ],
  [
    "infrastructure",
    "github.ref == 'refs/heads/trunk'",
    "",
    '`jobs.apply.if` must be an expression that GitHub can evaluate there: it is empty, got: ""',
  ],
  [
    "infrastructure",
    "github.ref == 'refs/heads/trunk' }}",
    "github.ref == 'refs/heads/trunk' }} && true",
    "`jobs.apply.if` must be one expression, got: \"${{ github.ref == 'refs/heads/trunk' }} && true\"; with text beside ${{ }} it is always true",
  ],
  [
    "infrastructure",
    "github.ref == 'refs/heads/trunk'",
    "secrets.KEY != ''",
    "`jobs.apply.if` must be an expression that GitHub can evaluate there: Unrecognized named-value: 'secrets', got: \"secrets.KEY != ''\"",
  ],
  [
    "infrastructure",
    "github.ref == 'refs/heads/trunk'",
    "needs.comment.result == 'success'",
    '`jobs.apply.if` must speak of a job that this one needs, got: "needs.comment.result"; there is plan',
  ],
  [
    "deploy-shop",
    "needs.*.result, 'failure'",
    "needs.stabel.result, 'failure'",
    '`jobs.rollback.if` must speak of a job that this one needs, got: "needs.stabel.result"; did you mean "stable"?',
  ],
  [
    "release",
    "image: ${{ needs.build.outputs.IMAGE }}",
    "image: ${{ needs.build.outputs.image }}",
    '`jobs.shop.with.image` must speak of an output of build, got: "needs.build.outputs.image"; did you mean "IMAGE"?',
  ],
  [
    "release",
    "image: ${{ needs.build.outputs.IMAGE }}",
    "image: ${{ needs.sign.outputs.IMAGE }}",
    '`jobs.shop.with.image` must speak of an output of sign, got: "needs.sign.outputs.IMAGE"; there is none',
  ],
  [
    "release",
    "steps.push.outputs",
    "steps.pull.outputs",
    '`jobs.build.outputs.IMAGE` must speak of a step before it, got: "steps.pull.outputs.IMAGE"; did you mean "push"?',
  ],
  [
    "deploy-shop",
    "IMAGE: ${{ inputs.image }}",
    "IMAGE: ${{ inputs.IMAGE }}",
    '`jobs.canary.env.IMAGE` must speak of an input of the workflow, got: "inputs.IMAGE"; did you mean "image"?',
  ],
  [
    "deploy-shop",
    "secrets.DB_PASSWORD",
    "secrets.DB_USER",
    '`jobs.canary.steps.3.env.DB_PASSWORD` must speak of a secret that the workflow is called with, got: "secrets.DB_USER"; there are GITHUB_TOKEN, DB_PASSWORD',
  ],
  [
    "release",
    "release-${{ github.ref }}",
    "release-${{ github.ref + 1 }}",
    "`concurrency` must be an expression that GitHub can evaluate there: Unexpected symbol: '+'. Located at position 13 within expression:  github.ref + 1 , got: \"github.ref + 1\"",
  ],
  [
    "release",
    "release-${{ github.ref }}",
    "release-${{ lower(github.ref) }}",
    "`concurrency` must be an expression that GitHub can evaluate there: Unrecognized function: 'lower', got: \"lower(github.ref)\"",
  ],
])("%s.yml with %j as %j", (name, from, to, ...expected) => {
  expect(problemsIn(name, from, to)).toStrictEqual(expected);
});
