import type { DecisionPlan } from "../dashboard-state";

/** What holds after each step. */
export function PlanTable({ steps }: Pick<DecisionPlan, "steps">) {
  if (steps.length === 0) return <p>There is nothing to do.</p>;
  const tracks = [...new Set(steps.flatMap(({ pods }) => Object.keys(pods)))];
  return (
    // whoever has no mouse scrolls it with the keyboard
    <div class="scroll" role="region" aria-label="Plan" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Step</th>
            {tracks.map((track) => (
              <th key={track} scope="col" class="number">
                {track} pods
              </th>
            ))}
            <th scope="col" class="number">
              new version
            </th>
            <th scope="col" class="number">
              ready at least
            </th>
            <th scope="col" class="number">
              connections
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ what, pods, canaryPercent, minimumReady, connections }, index) => (
            <tr key={index}>
              <th scope="row">
                {index + 1}. {what}
              </th>
              {tracks.map((track) => (
                <td key={track} class="number">
                  {pods[track] ?? 0}
                </td>
              ))}
              <td class="number">{canaryPercent} %</td>
              <td class="number">{minimumReady}</td>
              <td class="number">{connections}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
