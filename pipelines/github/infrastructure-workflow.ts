import type { GeneratedFile } from "../model/generated-file";
import type { Target } from "../model/target";
import type { DeliveryPlan } from "../targets";
import { applyInfrastructure, planInfrastructure, planReport } from "../jobs/infrastructure";
import { quoted } from "../jobs/job";
import { action } from "./actions";
import { filledIn, onBranch } from "./render-condition";
import { renderJob } from "./render-job";
import { runner } from "./set-up";
import { type RunningJob, workflowFile } from "./workflow-text";

/** A proposal from this repository; strangers' proposals get no credentials. */
const ours = "github.event.pull_request.head.repo.full_name == github.repository";

const planId = ({ environment }: Target): string => `plan-${environment.name}`;

/** What Terraform would change, in the pull request; what was merged is applied when a reviewer says so. */
export function infrastructureWorkflow(plan: DeliveryPlan): GeneratedFile[] {
  const { delivery } = plan;
  const targets = plan.targets.filter(({ provision }) => provision);
  if (targets.length === 0) return [];
  const isMerged = `github.event_name == 'push' && ${onBranch(delivery.branch)}`;
  return [
    workflowFile("infrastructure", {
      name: "Infrastructure",
      on: { pull_request: {}, push: { branches: [delivery.branch] } },
      // whoever waits for a reviewer must not hold up the next one
      concurrency: {
        group: `infrastructure-${filledIn("github.event.pull_request.number || github.sha")}`,
        "cancel-in-progress": false,
      },
      jobs: {
        ...Object.fromEntries(
          targets.map((target) => [
            planId(target),
            renderJob(planInfrastructure(target), {
              delivery,
              name: `Plan (${target.environment.name})`,
              when: filledIn(`github.event_name == 'push' || ${ours}`),
            }),
          ]),
        ),
        comment: comment(targets),
        ...Object.fromEntries(
          targets.map((target) => {
            const id = `apply-${target.environment.name}`;
            return [
              id,
              renderJob(applyInfrastructure(target), {
                delivery,
                name: `Apply (${target.environment.name})`,
                after: [planId(target)],
                when: filledIn(isMerged),
                concurrency: { group: id, "cancel-in-progress": false },
              }),
            ];
          }),
        ),
      },
    }),
  ];
}

/** All plans in one comment, which is written anew each time. This job may write to the pull request, and has no login. */
const comment = (targets: readonly Target[]): RunningJob => ({
  name: "Comment",
  needs: targets.map(planId),
  if: filledIn(`!cancelled() && github.event_name == 'pull_request' && ${ours}`),
  "runs-on": runner,
  "timeout-minutes": 5,
  permissions: { "pull-requests": "write" },
  steps: [
    {
      name: "Fetch the plans",
      uses: action("downloadArtifact"),
      with: { pattern: "plan-*", "merge-multiple": true },
    },
    {
      name: "Comment",
      env: {
        GH_REPO: filledIn("github.repository"),
        GH_TOKEN: filledIn("github.token"),
        NUMBER: filledIn("github.event.pull_request.number"),
        RUN:
          filledIn("github.server_url") +
          "/" +
          filledIn("github.repository") +
          "/actions/runs/" +
          filledIn("github.run_id"),
      },
      run: [
        `printf '# Infrastructure\\n\\nThe whole plans are with [this run](%s).\\n\\n' "$RUN" > comment.md`,
        ...targets.map(
          (target) =>
            `cat ${planReport(target)} >> comment.md || echo ${quoted(`No plan of ${target.environment.name}.`)} >> comment.md`,
        ),
        // longer ones than 65,536 characters are refused
        "head --bytes 65000 comment.md > cut.md",
        'gh pr comment "$NUMBER" --edit-last --create-if-none --body-file cut.md',
      ].join("\n"),
    },
  ],
});
