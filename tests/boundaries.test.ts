import { execFileSync } from "node:child_process";

/** Files and what they may not import. The direction is drawn in docs/architecture.md. */
const forbidden = [
  ["environments/aws-demo.ts", "../stacks/app"],
  ["environments/schema/names.ts", "../../constructs/contracts"],
  ["environments/schema/rules/names.ts", "../../../charts/image"],
  ["constructs/contracts.ts", "../environments/schema/names"],
  ["constructs/aws/network.ts", "../google/network"],
  ["constructs/google/network.ts", "../digitalocean/network"],
  ["constructs/digitalocean/network.ts", "../kubernetes/labels"],
  ["constructs/kubernetes/labels.ts", "../aws/iam"],
  ["constructs/kubernetes/labels.ts", "cdktf"],
  ["constructs/aws/network.ts", "../../environments/schema/names"],
  ["constructs/aws/network.ts", "@cdktf/provider-aws"],
  ["stacks/app.ts", "../charts/image"],
  ["stacks/app.ts", "../constructs/kubernetes/labels"],
  ["charts/image.ts", "../stacks/app"],
  ["charts/image.ts", "../constructs/aws/iam"],
  ["charts/image.ts", "@cdktf/provider-aws/lib/vpc"],
  ["charts/image.ts", "cdk8s-plus-33"],
  ["report/cost.ts", "../tests/support/environments"],
  ["plan/check.ts", "../stacks/app"],
  ["plan/check.ts", "../report/cost"],
  ["report/cost.ts", "../plan/check"],
  ["stacks/app.ts", "../plan/check"],
  ["stacks/app.ts", "../pipelines/main"],
  ["release/main.ts", "../pipelines/main"],
  ["pipelines/main.ts", "../release/main"],
  ["pipelines/jobs/release.ts", "../../charts/image"],
  ["teardown/main.ts", "../charts/image"],
  ["teardown/plan.ts", "../stacks/app"],
  ["pipelines/targets.ts", "../stacks/app"],
  ["teardown/aws/inventory.ts", "../../report/cost"],
  ["stacks/app.ts", "../teardown/plan"],
  ["release/main.ts", "../stacks/app"],
  ["programs/local-programs.ts", "../environments/schema/names"],
  ["report/cost.ts", "../programs/local-programs"],
  ["release/main.ts", "cdktf"],
  ["release/connect/outputs.ts", "../../constructs/aws/iam"],
  ["release/verify/analysis/analyse.ts", "../../../tests/support/at"],
  ["charts/image.ts", "../release/main"],
  ["environments/schema/names.ts", "../../release/main"],
  ["addressbook/serve.ts", "../environments/schema/names"],
  ["addressbook/http/service.ts", "../../constructs/contracts"],
] as const;

const allowed = [
  ["environments/aws-demo.ts", "./schema/define-environment"],
  ["constructs/aws/network.ts", "../contracts"],
  ["constructs/aws/network.ts", "@cdktf/provider-aws/lib/vpc"],
  ["constructs/kubernetes/labels.ts", "cdk8s-plus-33/lib/imports/k8s"],
  ["stacks/app.ts", "../environments/schema/names"],
  ["charts/image.ts", "../constructs/kubernetes/labels"],
  ["report/cost.ts", "../stacks/app"],
  ["plan/check.ts", "../environments/schema/environment"],
  ["pipelines/targets.ts", "../environments/schema/names"],
  ["teardown/plan.ts", "../environments/schema/names"],
  ["release/manifests.ts", "../charts/service-app"],
  ["release/connect/programs.ts", "../../programs/local-programs"],
  ["teardown/programs.ts", "../programs/local-programs"],
  ["release/connect/outputs.ts", "../../constructs/contracts"],
  ["addressbook/http/service.ts", "../people/people"],
  ["tests/boundaries.test.ts", "../report/cost"],
] as const;

/** ESLint is made of modules that jest cannot load, so it runs in a process of its own; once, because it is slow to start. */
function refused(cases: readonly (readonly [string, string])[]): boolean[] {
  const program = `
    import { ESLint } from "eslint";
    const eslint = new ESLint({
      ruleFilter: ({ ruleId }) => ruleId === "no-restricted-imports",
      // which needs no types, and reading all of them takes a quarter of a minute
      overrideConfig: { files: ["**/*.ts"], languageOptions: { parserOptions: { projectService: false } } },
    });
    const lint = ([file, source]) => eslint.lintText(\`import "\${source}";\`, { filePath: file });
    const results = await Promise.all(JSON.parse(process.argv[1]).map(lint));
    console.log(JSON.stringify(results.map(([{ messages }]) => messages.map(({ ruleId, message }) => ruleId ?? message))));`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program, JSON.stringify(cases)], {
    encoding: "utf8",
  });
  return (JSON.parse(printed) as string[][]).map((rules) => {
    if (rules.some((rule) => rule !== "no-restricted-imports"))
      throw new Error(`ESLint could not read it: ${rules.join()}`);
    return rules.length > 0;
  });
}

const verdicts = refused([...forbidden, ...allowed]);

test.each(forbidden.map(([file, source], index) => [file, source, verdicts[index]] as const))(
  "%s may not import %s",
  (_file, _source, verdict) => {
    expect(verdict).toBe(true);
  },
);

test.each(allowed.map(([file, source], index) => [file, source, verdicts[forbidden.length + index]] as const))(
  "%s may import %s",
  (_file, _source, verdict) => {
    expect(verdict).toBe(false);
  },
);
