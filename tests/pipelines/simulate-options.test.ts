import { describeProblem } from "../../environments/schema/problems";
import { simulateGithub } from "../../pipelines/github/simulate";
import { simulateSemaphore } from "../../pipelines/semaphore/simulate";
import { type Chosen, happeningOf, optionProblems, unusedProblems } from "../../pipelines/simulate/options";
import { workflows } from "./github/support/workflows";
import { shop } from "./semaphore/support/pipelines";

const nothing: Chosen = { system: "github", fail: [], stop: [], promote: [], reject: [], parameter: {} };
const onGithub = (chosen: Partial<Chosen>): Chosen => ({ ...nothing, ...chosen });
const onSemaphore = (chosen: Partial<Chosen>): Chosen => ({ ...nothing, system: "semaphore", ...chosen });

it.each<[Chosen, readonly string[]]>([
  [onGithub({}), []],
  [onGithub({ pullRequest: true, fork: true }), []],
  [onGithub({ schedule: true }), []],
  [onGithub({ dispatch: "Drift" }), []],
  [onSemaphore({ pullRequest: true, promote: ["Canary"], parameter: { CANARY_PODS: "2" } }), []],
  [onGithub({ fork: true }), ["`--fork` must come with --pull-request"]],
  [onSemaphore({ fork: true, tag: "v1" }), ["`--fork` must come with --pull-request"]],
  [
    onSemaphore({ fork: true, pullRequest: true }),
    ["`--fork` must come with --system github; on Semaphore a setting of the project says whether anything runs then"],
  ],
  [onSemaphore({ schedule: true }), ["`--schedule` must come with --system github"]],
  [
    onSemaphore({ dispatch: "Drift" }),
    ['`--dispatch` must come with --system github, got: "Drift"; on Semaphore people start promotions: use --promote'],
  ],
  [
    onGithub({ reject: ["shop-promote"], parameter: { CANARY_PODS: "2" } }),
    ['`--parameter` must come with --promote, which says for what, got: "CANARY_PODS"'],
  ],
])("%j is told of: %j", (chosen, told) => {
  expect(optionProblems(chosen).map(describeProblem)).toStrictEqual(told);
});

it.each<[Partial<Chosen>, ReturnType<typeof happeningOf>["on"]]>([
  [{}, { branch: "trunk" }],
  [{ branch: "feature" }, { branch: "feature" }],
  [{ tag: "v1" }, { tag: "v1" }],
  [
    { pullRequest: true, fork: true },
    { pullRequest: 1, fork: true },
  ],
  [{ schedule: true }, { schedule: true }],
  [{ dispatch: "Drift" }, { dispatch: "Drift" }],
])("%j is %j", (chosen, on) => {
  expect(happeningOf(onGithub(chosen), "trunk").on).toStrictEqual(on);
});

/** What is told when it has been told. */
function toldOf(chosen: Chosen): string[] {
  const happening = happeningOf(chosen, chosen.system === "github" ? "trunk" : "main");
  const story = chosen.system === "github" ? simulateGithub(workflows, happening) : simulateSemaphore(shop, happening);
  return unusedProblems(chosen, story).map(describeProblem);
}

const v1 = { tag: "v1" } as const;
const itIsWhat = "it is what the jobs of .github/workflows/deploy-shop.yml are: name one of them";

it.each<[Chosen, readonly string[]]>([
  [onGithub({ ...v1, fail: ["Canary"], stop: ["Build"] }), ["`Canary` must be a job that runs"]],
  [onGithub({ ...v1, fail: ["deploy-shop/Canary"] }), []],
  [onGithub({ ...v1, fail: ["Canari"] }), ['`Canari` must be a job that runs; did you mean "Canary"?']],
  // a job that calls a workflow ends as the jobs of that do
  [onGithub({ ...v1, fail: ["Deploy (shop)"] }), [`\`Deploy (shop)\` must be a job that runs; ${itIsWhat}`]],
  [
    onGithub({ ...v1, stop: ["release/Deploy (shop)"] }),
    [`\`release/Deploy (shop)\` must be a job that runs; ${itIsWhat}`],
  ],
  // what waits does not run, and what was refused is not what was meant
  [onGithub({ ...v1, fail: ["Stable"] }), ["`Stable` must be a job that runs"]],
  [
    onGithub({ ...v1, promote: ["shop-promot"] }),
    ['`shop-promot` must be a promotion or an environment that waits for somebody; did you mean "shop-promote"?'],
  ],
  [
    onGithub({ ...v1, promote: ["shop-promote"], parameter: { CANARY_PODS: "7" } }),
    ["`CANARY_PODS` must be a parameter of what somebody starts or approves"],
  ],
  [
    onGithub({ ...v1, promote: ["shop-promote"], parameter: { STABLE_POD: "7" } }),
    ['`STABLE_POD` must be a parameter of what somebody starts or approves; did you mean "STABLE_PODS"?'],
  ],
  [onGithub({ ...v1, promote: ["shop-promote"], parameter: { STABLE_PODS: "7" } }), []],
  [
    onSemaphore({ promote: ["Apply", "Apply"], parameter: { X: "1" } }),
    [
      "`Apply` must be a promotion or an environment that waits for somebody",
      "`X` must be a parameter of what somebody starts or approves",
    ],
  ],
  [
    onSemaphore({ promote: ["Canary"] }),
    // it has started by itself
    ["`Canary` must be a promotion or an environment that waits for somebody"],
  ],
  [
    onSemaphore({ promote: ["Appli"] }),
    ['`Appli` must be a promotion or an environment that waits for somebody; did you mean "Apply"?'],
  ],
  [onSemaphore({ fail: ["canary/Canary"], stop: [".semaphore/rollback.yml/Rollback"] }), []],
])("%j was of use, but for %j", (chosen, told) => {
  expect(toldOf(chosen)).toStrictEqual(told);
});
