import { describeProblem } from "../../../environments/schema/problems";
import type { GeneratedFile } from "../../../pipelines/model/generated-file";
import { semaphoreProblems } from "../../../pipelines/semaphore/problems";
import { book, changed, known, shop } from "./support/pipelines";

const problems = (files: readonly GeneratedFile[]): string[] =>
  semaphoreProblems(files, known).flatMap(({ file, problems: found }) =>
    found.map((problem) => `${file.replace(".semaphore/", "")}: ${describeProblem(problem)}`),
  );

test("pipelines as they should be have none", () => {
  expect(problems(shop)).toEqual([]);
});

test("what is not known is not looked at, and other files are none of its business", () => {
  const files = [...changed("semaphore", "npm run lint", "npm run tidy"), { path: "compose.yaml", text: "[" }];
  expect(semaphoreProblems(files, {})).toEqual([]);
});

const arguments_ = "which everybody on the machine can read";
const pipe = "hand it over by a pipe or a variable";

test("the book's pipelines have those that are known of them", () => {
  const login = "docker login -u $SEMAPHORE_REGISTRY_USERNAME -p $SEMAPHORE_REGISTRY_PASSWORD $SEMAPHORE_REGISTRY_URL";
  const queue =
    "`queue` must be one queue with a name, serialized, because this pipeline changes a cluster; " +
    "without it canary, stable and rollback run beside each other";
  const found = semaphoreProblems(book, {}).flatMap(({ file, problems: all }) =>
    all.map((problem) => `${file.replace(".semaphore/", "")}: ${describeProblem(problem)}`),
  );
  expect(found).toEqual([
    `deploy-canary-digitalocean.yml: ${queue}`,
    "deploy-canary-digitalocean.yml: `promotions.1.auto_promote.when` must hold on every branch for a pipeline that was stopped, " +
      `got: "result = 'failed'"; write \`result = 'failed' or result = 'stopped'\``,
    `deploy-canary-digitalocean.yml: \`blocks.0.task.prologue.commands.0\` must not have $DO_ACCESS_TOKEN among the arguments of doctl, ${arguments_}, ` +
      `got: "doctl auth init --access-token $DO_ACCESS_TOKEN"; ${pipe}`,
    `deploy-stable-digitalocean.yml: ${queue}`,
    "deploy-stable-digitalocean.yml: `promotions` must have one that takes back what this pipeline leaves when it fails",
    `rollback-canary-digitalocean.yml: ${queue}`,
    "semaphore.yml: `promotions.0.auto_promote.when` must not have `x*` in a pattern, which is any number of x, and none, too, " +
      `got: "result = 'passed' and (branch = 'master' or tag =~ '^hotfix*')"; a pattern need not match the whole: leave the star out`,
    `semaphore.yml: \`blocks.0.task.prologue.commands.1\` must not have $SEMAPHORE_REGISTRY_PASSWORD among the arguments of docker, ${arguments_}, ` +
      `got: "${login}"; ${pipe}`,
  ]);
});

const lint = "- npm run lint";
const rollsBack = "result = 'failed' or result = 'stopped'";
const autoPromote = "result = 'passed' and (branch = 'main' or tag =~ '^hotfix')";
const command = "semaphore.yml: `blocks.1.task.jobs.0.commands.0`";
const condition = "semaphore.yml: `promotions.0.auto_promote.when`";
const ends = "ends the shell of the job, and its epilogue does not run";
const forgets = (what: string, got: string) => [
  `canary.yml: \`promotions.1.auto_promote.when\` must hold on every branch for a pipeline that ${what}${got}; write \`${rollsBack}\``,
];

describe("one thing is wrong with", () => {
  test.each<[name: string, from: string, to: string, expected: readonly string[]]>([
    [
      "rollback",
      "blocks:",
      "blocks: [",
      ["rollback.yml: is not YAML: Nested mappings are not allowed in compact mappings at line 9, column 11"],
    ],
    [
      "rollback",
      "queue:",
      "name: again\nqueue:",
      ["rollback.yml: is not YAML: Map keys must be unique at line 6, column 1"],
    ],
    ["rollback", "queue:", "queues:", ['rollback.yml: `queues` is not a setting of Semaphore; did you mean "queue"?']],
    ["rollback", "    type: f1-standard-2\n", "", ["rollback.yml: `agent.machine` must be an object, got: null"]],
    ["semaphore", "version: v1.0", "version: v9", ['semaphore.yml: `version` must be "v1.0", got: "v9"']],
    [
      "semaphore",
      "name: Unit",
      "name: Lint",
      ['semaphore.yml: `blocks.1.task.jobs.1.name` must differ from those of other jobs of a block, got: "Lint"'],
    ],
    [
      "apply",
      "- name: Apply\n    run",
      "- name: Plan\n    run",
      ['apply.yml: `blocks.1.name` must differ from those of other blocks, got: "Plan"'],
    ],
    [
      "canary",
      "- name: Rollback",
      "- name: Stable",
      ['canary.yml: `promotions.1.name` must differ from those of other promotions, got: "Stable"'],
    ],
    [
      "semaphore",
      "- name: Sources\n    dependencies: []",
      "- name: Sources",
      [
        "semaphore.yml: `blocks.1.dependencies` is required, because other blocks have it; write [] for a block that waits for none",
      ],
    ],
    [
      "semaphore",
      "      - Build\n",
      "      - Bild\n",
      ['semaphore.yml: `blocks.2.dependencies.0` must be the name of a block, got: "Bild"; did you mean "Build"?'],
    ],
    [
      "semaphore",
      "- name: Build\n    dependencies: []",
      "- name: Build\n    dependencies: [Image]",
      [
        'semaphore.yml: `blocks.0.dependencies` must not go round in a circle, got: ["Image"]',
        'semaphore.yml: `blocks.2.dependencies` must not go round in a circle, got: ["Build"]',
      ],
    ],
    [
      "semaphore",
      "branch =~ '^documents/'",
      "result = 'passed'",
      [
        "semaphore.yml: `blocks.1.skip.when` must not ask for the result, which only promotions know (column 1), got: \"result = 'passed'\"",
      ],
    ],
    [
      "semaphore",
      "branch =~ '^documents/'",
      "branch == 'x'",
      [
        'semaphore.yml: `blocks.1.skip.when` must compare a keyword with a text in single quotes, not "=" (column 9), got: "branch == \'x\'"',
      ],
    ],
    ["semaphore", "branch =~ '^documents/'", "change_in('/documents')", []],
    [
      "semaphore",
      autoPromote,
      "result = 'passed' and branch = 'main' or tag =~ '^hotfix'",
      [
        `${condition} must not mix \`and\` with \`or\` without parentheses, got: "result = 'passed' and branch = 'main' or tag =~ '^hotfix'"; Semaphore goes from left to right: write parentheses`,
      ],
    ],
    [
      "semaphore",
      "'^hotfix'",
      "'hotfix'",
      [
        `${condition} must begin its pattern 'hotfix' with ^, got: "result = 'passed' and (branch = 'main' or tag =~ 'hotfix')"; without it the pattern matches in the middle, too`,
      ],
    ],
    ["semaphore", "'^hotfix'", "'.*'", []],
    ["semaphore", "'^hotfix'", "'^v\\d*$'", []],
    [
      "semaphore",
      `auto_promote:\n      when: ${autoPromote}`,
      "auto_promote_on:\n      - result: passed",
      ["semaphore.yml: `promotions.0.auto_promote_on` must not be used any more; use `auto_promote`"],
    ],
    [
      "semaphore",
      "canary.yml",
      "canari.yml",
      [
        'semaphore.yml: `promotions.0.pipeline_file` must be the path of a pipeline, from this one\'s folder, got: "canari.yml"; did you mean "canary.yml"?',
      ],
    ],
    ["semaphore", "canary.yml", "../.semaphore/canary.yml", []],
    [
      "semaphore",
      '          default_value: "1"\n',
      "",
      [
        "semaphore.yml: `promotions.0.parameters.env_vars.0.default_value` is required, because nobody is asked when it starts by itself",
      ],
    ],
    [
      "semaphore",
      'required: true\n          default_value: "1"',
      'required: false\n          default_value: "1"',
      [
        'semaphore.yml: `promotions.0.parameters.env_vars.0.default_value` must not be set when `required` is false, got: "1"',
      ],
    ],
    ["semaphore", 'required: true\n          default_value: "1"', "required: false", []],
    [
      "semaphore",
      "name: CANARY_PODS",
      "name: CANARY_POD",
      [
        'semaphore.yml: `promotions.0.parameters.env_vars.0.name` must be a variable that .semaphore/canary.yml reads, got: "CANARY_POD"',
      ],
    ],
    [
      "semaphore",
      "name: CANARY_PODS",
      "name: canary-pods",
      ['semaphore.yml: `promotions.0.parameters.env_vars.0.name` must be the name of a variable, got: "canary-pods"'],
    ],
    ["semaphore", "name: CANARY_PODS", "name: IMAGE", []],
    [
      "semaphore",
      "name: CANARY_PODS",
      "name: STABLE_PODS",
      [
        'semaphore.yml: `promotions.0.parameters.env_vars.1.name` must differ from those of other parameters, got: "STABLE_PODS"',
      ],
    ],
    [
      "canary",
      "  processing: serialized",
      "  processing: parallel",
      [
        'canary.yml: `queue` must be one queue with a name, serialized, because this pipeline changes shop, got: {"name":"shop","processing":"parallel"}; without it canary, stable and rollback run beside each other',
      ],
    ],
    [
      "stable",
      "name: shop\n  scope",
      "name: stable\n  scope",
      [
        'stable.yml: `queue` must be that of .semaphore/apply.yml, which changes shop, too, got: {"name":"stable","scope":"project"}',
      ],
    ],
    [
      "stable",
      "scope: project",
      "scope: organization",
      [
        'stable.yml: `queue` must be that of .semaphore/apply.yml, which changes shop, too, got: {"name":"shop","scope":"organization"}',
      ],
    ],
    [
      "rollback",
      "name: shop\nblocks",
      "name: other\nblocks",
      ['rollback.yml: `queue` must be that of .semaphore/apply.yml, which changes shop, too, got: {"name":"other"}'],
    ],
    ["canary", rollsBack, "result = 'stopped'", forgets("has failed", ", got: \"result = 'stopped'\"")],
    [
      "canary",
      rollsBack,
      `(${rollsBack}) and branch = 'main'`,
      forgets("has failed, and for one that was stopped", `, got: "(${rollsBack}) and branch = 'main'"`),
    ],
    [
      "canary",
      `\n    auto_promote:\n      when: ${rollsBack}`,
      "",
      forgets("has failed, and for one that was stopped", ""),
    ],
    [
      "canary",
      rollsBack,
      "branch = 'main'",
      forgets("has failed, and for one that was stopped", ", got: \"branch = 'main'\""),
    ],
    ["canary", rollsBack, '"true"', []],
    [
      "stable",
      "rollback.yml",
      "apply.yml",
      ["stable.yml: `promotions` must have one that takes back what this pipeline leaves when it fails"],
    ],
    [
      "canary",
      "shop-login",
      "shop-logins",
      [
        'canary.yml: `blocks.0.task.secrets.1.name` must be the name of a secret, got: "shop-logins"; did you mean "shop-login"?',
      ],
    ],
    [
      "semaphore",
      lint,
      "- npm run lynt",
      [`${command} must name a script of package.json, got: "lynt"; did you mean "lint"?`],
    ],
    [
      "semaphore",
      lint,
      "- npx release canry",
      [`${command} must name a command of \`npx release\`, got: "canry"; did you mean "canary"?`],
    ],
    [
      "semaphore",
      lint,
      "- npx release status --environment shops",
      [`${command} must name an environment, got: "shops"; did you mean "shop"?`],
    ],
    [
      "semaphore",
      lint,
      "- test -f x || exit 1",
      [`${command} must not call \`exit\`: it ${ends}, got: "test -f x || exit 1"; use \`false\``],
    ],
    ["semaphore", lint, "- (cd x && exit 1)", []],
    ["semaphore", lint, "- bash -c 'exit 1'", []],
    [
      "semaphore",
      lint,
      "- set -euo pipefail",
      [
        `${command} must not call \`set -e\`: what fails ${ends}, got: "set -euo pipefail"; Semaphore stops at the first command that fails by itself`,
      ],
    ],
    [
      "semaphore",
      lint,
      "- set -o errexit",
      [
        `${command} must not call \`set -e\`: what fails ${ends}, got: "set -o errexit"; Semaphore stops at the first command that fails by itself`,
      ],
    ],
    ["semaphore", lint, "- set -o pipefail", []],
    [
      "semaphore",
      lint,
      "- kubectl --namespace ${{parameters.PLACE}} get pods",
      [
        `${command} must not have a template, which Semaphore leaves alone in commands, got: "kubectl --namespace \${{parameters.PLACE}} get pods"; use the variable`,
      ],
    ],
  ])("%s: %j -> %j", (name, from, to, expected) => {
    expect(problems(changed(name, from, to))).toEqual(expected);
  });
});

describe("secrets", () => {
  const shown = (name: string, program: string, got: string) => [
    `${command} must not have $${name} among the arguments of ${program}, ${arguments_}, got: ${JSON.stringify(got)}; ${pipe}`,
  ];

  test.each<[command: string, name: string, program: string]>([
    ["psql --set password=$DB_PASSWORD", "DB_PASSWORD", "psql"],
    ["docker run --env DB_PASSWORD=$DB_PASSWORD shop", "DB_PASSWORD", "docker"],
    [`doctl auth init --access-token "\${DO_ACCESS_TOKEN}"`, "DO_ACCESS_TOKEN", "doctl"],
    ["terraform login -token=$DIGITALOCEAN_ACCESS_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN", "terraform"],
    ["aws configure set x $AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "aws"],
    ["aws sts x --web-identity-token $SEMAPHORE_OIDC_TOKEN", "SEMAPHORE_OIDC_TOKEN", "aws"],
    ["docker login --username me -p $REGISTRY_KEY quay.io", "REGISTRY_KEY", "docker"],
    ["tool --password $LOGIN", "LOGIN", "tool"],
    ["tool --token=$LOGIN", "LOGIN", "tool"],
    ["X=1 sudo tool $NPM_TOKEN", "NPM_TOKEN", "sudo"],
    ["VERSION=$(tool $NPM_TOKEN)", "NPM_TOKEN", "tool"],
    ["true; if tool `other $NPM_TOKEN`; then true; fi", "NPM_TOKEN", "other"],
  ])("must not be arguments: %s", (got, name, program) => {
    expect(problems(changed("semaphore", lint, `- ${JSON.stringify(got)}`))).toEqual(shown(name, program, got));
  });

  test("must not be printed", () => {
    expect(problems(changed("semaphore", lint, "- echo $DB_PASSWORD"))).toEqual([
      `${command} must not print $DB_PASSWORD, got: "echo $DB_PASSWORD"`,
    ]);
  });

  test.each([
    `printf '%s' "$DOCKER_PASSWORD" | docker login --password-stdin quay.io`,
    `printf '%s' "$SEMAPHORE_OIDC_TOKEN" > ~/token`,
    "docker login --password-stdin quay.io <<< $DOCKER_PASSWORD",
    "export DIGITALOCEAN_ACCESS_TOKEN=$DO_ACCESS_TOKEN",
    "DIGITALOCEAN_ACCESS_TOKEN=$DO_ACCESS_TOKEN doctl registry login",
    `[ -n "$DB_PASSWORD" ]`,
    "docker run --env DB_PASSWORD shop",
    "bash -c 'psql --set password=$DB_PASSWORD'",
    String.raw`echo \$DB_PASSWORD "\$DB_PASSWORD" # $DB_PASSWORD`,
    "tool --identity $AWS_ACCESS_KEY_ID --token-file $AWS_WEB_IDENTITY_TOKEN_FILE",
  ])("may be handed over so: %s", (right) => {
    expect(problems(changed("semaphore", lint, `- ${JSON.stringify(right)}`))).toEqual([]);
  });
});
