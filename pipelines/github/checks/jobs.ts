import { didYouMean } from "../../../environments/schema/problems";
import { ancestorsOf } from "../workflow";
import { type Check, eachJob } from "./check";

/** Jobs wait for jobs that there are, never for themselves, and not for ever. */
export const jobProblems: Check = ({ workflow }) => [
  ...eachJob(workflow, ({ needs, uses, "timeout-minutes": timeout }, id) => [
    ...needs
      .filter((need) => workflow.jobs[need] === undefined)
      .map((need) => ({
        path: "needs",
        rule: "must name jobs of the same workflow",
        got: need,
        fix: didYouMean(need, Object.keys(workflow.jobs)),
      })),
    ...(ancestorsOf(workflow, id).includes(id)
      ? [{ path: "needs", rule: "must not lead back to the job itself", got: needs }]
      : []),
    ...(uses === undefined && timeout === undefined
      ? [{ path: "timeout-minutes", rule: "is required", fix: "what hangs would hang for six hours" }]
      : []),
  ]),
  ...(Object.values(workflow.jobs).some(({ needs }) => needs.length === 0)
    ? []
    : [{ path: "jobs", rule: "must have a job that needs no other: none could start" }]),
];
