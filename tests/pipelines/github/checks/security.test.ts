import { problemsIn } from "../support/workflows";

it.each<[string, string, string, ...string[]]>([
  // triggers
  [
    "ci",
    "pull_request:",
    "pull_request_target:",
    "`on.pull_request_target` must not start a workflow; anybody's code could get its secrets: use pull_request",
  ],
  [
    "ci",
    "pull_request:",
    "workflow_run:\n    workflows: [Release]",
    "`on.workflow_run` must not start a workflow; anybody's code could get its secrets: use pull_request",
  ],
  [
    "drift",
    "17 5 * * 1-5",
    "17 24 * * 1-5",
    '`on.schedule.0.cron` must be minute, hour, day, month and day of the week, as cron has them, got: "17 24 * * 1-5"',
  ],
  [
    "drift",
    "17 5 * * 1-5",
    "17 5 * * 5-1",
    '`on.schedule.0.cron` must be minute, hour, day, month and day of the week, as cron has them, got: "17 5 * * 5-1"',
  ],
  [
    "drift",
    "17 5 * * 1-5",
    "17 5 * * MON",
    '`on.schedule.0.cron` must be minute, hour, day, month and day of the week, as cron has them, got: "17 5 * * MON"',
  ],
  [
    "drift",
    "17 5 * * 1-5",
    '"*/0 5 * * 1"',
    '`on.schedule.0.cron` must be minute, hour, day, month and day of the week, as cron has them, got: "*/0 5 * * 1"',
  ],
  [
    "infrastructure",
    "github.event_name == 'push' || github",
    "always() || github",
    '`jobs.plan.if` must keep out pull requests of forks, because the job has secrets or an identity, got: "${{ always() || github.event.pull_request.head.repo.full_name == github.repository }}"; add github.event.pull_request.head.repo.full_name == github.repository',
  ],
  [
    "infrastructure",
    "head.repo.full_name == github.repository }}\n    name: Plan",
    "base.repo.full_name == github.repository }}\n    name: Plan",
    "`jobs.plan.if` must keep out pull requests of forks, because the job has secrets or an identity, got: \"${{ github.event_name == 'push' || github.event.pull_request.base.repo.full_name == github.repository }}\"; add github.event.pull_request.head.repo.full_name == github.repository",
  ],
  [
    "ci",
    "- run: npm test",
    "- run: npm test\n        env:\n          KEY: ${{ secrets.KEY }}",
    "`jobs.unit.if` must keep out pull requests of forks, because the job has secrets or an identity; add github.event.pull_request.head.repo.full_name == github.repository",
  ],
  // actions
  [
    "ci",
    "checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "checkout@v7",
    '`jobs.build.steps.0.uses` must be pinned by the 40 digits of a commit, got: "actions/checkout@v7"; tags can be moved',
  ],
  [
    "ci",
    " # v7.0.1",
    "",
    '`jobs.build.steps.0.uses` must have the version of the commit as its comment, such as # v1.2.3, got: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"',
  ],
  [
    "ci",
    " # v7.0.1",
    " # the newest",
    '`jobs.build.steps.0.uses` must have the version of the commit as its comment, such as # v1.2.3, got: "the newest"',
  ],
  [
    "ci",
    "persist-credentials: false",
    "fetch-depth: 1",
    "`jobs.build.steps.0.with.persist-credentials` must be false; every later step could push with the job's token",
  ],
  [
    "ci",
    "persist-credentials: false",
    "persist-credentials: true",
    '`jobs.build.steps.0.with.persist-credentials` must be false, got: "true"; every later step could push with the job\'s token',
  ],
  // permissions
  [
    "ci",
    "permissions:\n  contents: read\n",
    "",
    "`permissions` is required; without it a job may do whatever the repository allows",
  ],
  [
    "ci",
    "permissions:\n  contents: read\n",
    "permissions: write-all\n",
    '`permissions` must name each scope, got: "write-all"; it allows far too much',
  ],
  [
    "ci",
    "contents: read",
    "contents: write",
    '`permissions.contents` must be given to the jobs that need it, got: "write"',
  ],
  [
    "release",
    "contents: read\n      packages: write",
    "contents: write\n      packages: write",
    '`jobs.build.permissions.contents` must not be more than read, got: "write"; no step writes there',
  ],
  [
    "release",
    "cosign sign",
    "cosign tree",
    '`jobs.sign.permissions.id-token` must not be more than read, got: "write"; no step writes there',
  ],
  [
    "infrastructure",
    "gh pr comment --body-file",
    "cat",
    '`jobs.comment.permissions.pull-requests` must not be more than read, got: "write"; no step writes there',
  ],
  // secrets
  [
    "release",
    "docker build --push .",
    "docker build --push ${{ github.ref_name }} .",
    '`jobs.build.steps.2.run` must not contain ${{ }}, got: "docker build --push ${{ github.ref_name }} .\\necho \\"IMAGE=$IMAGE\\" >> \\"$GITHUB_OUTPUT\\"\\n"; a value with quotes in it would become commands: hand it over by `env`',
  ],
  [
    "release",
    "--password-stdin",
    '--password "$REGISTRY_TOKEN"',
    '`jobs.build.steps.1.run` must not have $REGISTRY_TOKEN among the arguments of docker, which everybody on the machine can read, got: "printf \'%s\' \\"$REGISTRY_TOKEN\\" | docker login ghcr.io --username \\"$GITHUB_ACTOR\\" --password \\"$REGISTRY_TOKEN\\""; hand it over by a pipe or a variable',
  ],
  [
    "deploy-shop",
    "npx release status --environment shop",
    'psql "postgres://admin:${DB_PASSWORD}@db"',
    '`jobs.canary.steps.3.run` must not have $DB_PASSWORD among the arguments of psql, which everybody on the machine can read, got: "psql \\"postgres://admin:${DB_PASSWORD}@db\\""; hand it over by a pipe or a variable',
  ],
  [
    "deploy-shop",
    "npx release status --environment shop\n        env:\n          DB_PASSWORD",
    'psql -W "$LOGIN"\n        env:\n          LOGIN',
    '`jobs.canary.steps.3.run` must not have $LOGIN among the arguments of psql, which everybody on the machine can read, got: "psql -W \\"$LOGIN\\""; hand it over by a pipe or a variable',
  ],
  [
    "deploy-shop",
    "LEVEL: info",
    "KEY: ${{ secrets.DB_PASSWORD }}",
    '`env.KEY` must not be a secret, got: "${{ secrets.DB_PASSWORD }}"; give it to the steps that need it',
  ],
  [
    "release",
    "IMAGE: ${{ needs.build.outputs.IMAGE }}\n    steps",
    "IMAGE: ${{ github.token }}\n    steps",
    '`jobs.sign.env.IMAGE` must not be a secret, got: "${{ github.token }}"; give it to the steps that need it',
  ],
  [
    "release",
    "image: ${{ needs.build.outputs.IMAGE }}",
    "image: ${{ secrets.IMAGE }}",
    "`jobs.shop.with.image` must be an expression that GitHub can evaluate there: Unrecognized named-value: 'secrets', got: \"secrets.IMAGE\"",
  ],
])("%s.yml with %j as %j", (name, from, to, ...expected) => {
  expect(problemsIn(name, from, to)).toStrictEqual(expected);
});
