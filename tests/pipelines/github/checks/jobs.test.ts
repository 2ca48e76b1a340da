import { problemsIn } from "../support/workflows";

it.each<[string, string, string, ...string[]]>([
  // jobs
  [
    "ci",
    "needs: build",
    "needs: biuld",
    '`jobs.functional.needs` must name jobs of the same workflow, got: "biuld"; did you mean "build"?',
    '`jobs.functional.steps.0.with.name` must be an artifact of a job that this one needs, got: "image"; there is none',
  ],
  [
    "release",
    "name: Build",
    "name: Build\n    needs: sign",
    '`jobs.build.needs` must not lead back to the job itself, got: ["sign"]',
    '`jobs.sign.needs` must not lead back to the job itself, got: ["build"]',
    "`jobs` must have a job that needs no other: none could start",
  ],
  ["ci", "timeout-minutes: 5", "", "`jobs.build.timeout-minutes` is required; what hangs would hang for six hours"],
  // workflows that are called
  [
    "release",
    "deploy-shop.yml",
    "deploy-shpo.yml",
    '`jobs.shop.uses` must be a workflow of this repository that can be called, got: "./.github/workflows/deploy-shpo.yml"; did you mean "./.github/workflows/deploy-shop.yml"?',
  ],
  [
    "release",
    "deploy-shop.yml",
    "ci.yml",
    '`jobs.shop.uses` must be a workflow of this repository that can be called, got: "./.github/workflows/ci.yml"; give it `on.workflow_call`',
  ],
  [
    "release",
    "image: ${{",
    "img: ${{",
    '`jobs.shop.with.img` is not an input of that workflow; did you mean "image"?',
    "`jobs.shop.with.image` is required",
  ],
  [
    "release",
    "contents: read\n      id-token: write\n    uses",
    "contents: read\n    uses",
    '`jobs.shop.permissions` must allow id-token: write, which a job of ./.github/workflows/deploy-shop.yml wants, got: {"contents":"read"}',
  ],
  [
    "release",
    "DB_PASSWORD: ${{ secrets.DB_PASSWORD }}",
    "DB_USER: ${{ secrets.DB_USER }}",
    "`jobs.shop.secrets.DB_USER` is not a secret of that workflow",
  ],
  [
    "release",
    "secrets:\n      DB_PASSWORD: ${{ secrets.DB_PASSWORD }}",
    "secrets: inherit",
    '`jobs.shop.secrets` must be named one by one, got: "inherit"; it hands over all that there are',
  ],
  [
    "deploy-shop",
    "jobs:",
    "jobs:\n  again:\n    uses: ./.github/workflows/deploy-shop.yml\n    with:\n      image: none\n    permissions:\n      contents: read\n      id-token: write",
    '`jobs.again.uses` must not lead back to its own workflow, got: "./.github/workflows/deploy-shop.yml"',
  ],
  // artifacts
  [
    "ci",
    "name: image\n          path",
    "name: picture\n          path",
    '`jobs.functional.steps.0.with.name` must be an artifact of a job that this one needs, got: "image"; there is picture',
  ],
  [
    "ci",
    "needs: build",
    "needs: unit",
    '`jobs.functional.steps.0.with.name` must be an artifact of a job that this one needs, got: "image"; there is none',
  ],
  [
    "infrastructure",
    "pattern: plan-*",
    "pattern: plans-*",
    '`jobs.comment.steps.0.with.pattern` must be an artifact of a job that this one needs, got: "plans-*"; there is plan-shop',
  ],
  // names
  [
    "ci",
    "npm test",
    "npm run tset",
    '`jobs.unit.steps.0.run` must name a script of package.json, got: "tset"; did you mean "test"?',
  ],
  [
    "ci",
    "npx release test",
    "npx release tests",
    '`jobs.functional.steps.1.run` must name a command of `npx release`, got: "tests"; did you mean "test"?',
  ],
  [
    "ci",
    "--environment shop",
    "--environment shpo",
    '`jobs.functional.steps.1.run` must name an environment, got: "shpo"; did you mean "shop"?',
  ],
  [
    "infrastructure",
    "environment: shop-apply",
    "environment: store-apply",
    '`jobs.apply.environment` must be an environment, or one with -plan, -apply, -start or -promote behind its name, got: "store-apply"',
  ],
  // what deploys
  [
    "deploy-shop",
    "cancel-in-progress: false",
    "cancel-in-progress: true",
    "`concurrency.cancel-in-progress` must be false where something is deployed, got: true; a newer run would leave it half done",
  ],
  [
    "release",
    "group: release-${{ github.ref }}",
    "group: release-${{ github.ref }}\n  cancel-in-progress: ${{ github.ref_type == 'branch' }}",
    "`concurrency.cancel-in-progress` must be false where something is deployed, got: \"${{ github.ref_type == 'branch' }}\"; a newer run would leave it half done",
  ],
  [
    "deploy-shop",
    "  queue: max\n",
    "",
    '`concurrency.queue` must be "max" where something is released, got: "single"; a third run would end the second one, which waits for the first, and may be a hot fix',
  ],
  [
    "deploy-shop",
    "  stable:\n",
    "  stable:\n    concurrency: stable\n",
    '`jobs.stable.concurrency.queue` must be "max" where something is released, got: "single"; a third run would end the second one, which waits for the first, and may be a hot fix',
  ],
  // who takes back, or applies, what is the newest needs no others
  ["deploy-shop", "  rollback:\n", "  rollback:\n    concurrency: rollback\n"],
  ["infrastructure", "group: apply-shop", "group: apply"],
  // all releases would wait for each other in it, and not only those of one tag
  [
    "release",
    "group: release-${{ github.ref }}",
    "group: release",
    '`concurrency.queue` must be "max" where something is released, got: "single"; a third run would end the second one, which waits for the first, and may be a hot fix',
  ],
  [
    "release",
    "    uses: ./.github/workflows/deploy-shop.yml",
    "    concurrency: shop\n    uses: ./.github/workflows/deploy-shop.yml",
    '`jobs.shop.concurrency.queue` must be "max" where something is released, got: "single"; a third run would end the second one, which waits for the first, and may be a hot fix',
  ],
  [
    "infrastructure",
    "    concurrency:\n      group: apply-shop\n",
    "",
    "`jobs.apply.concurrency` is required of what deploys, here or for the whole workflow; two at once would undo each other's work",
  ],
])("%s.yml with %j as %j", (name, from, to, ...expected) => {
  expect(problemsIn(name, from, to)).toStrictEqual(expected);
});
