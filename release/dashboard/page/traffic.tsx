import type { DeploymentState } from "../../terminal/release-event";
import { Pods } from "./pods";
import { Section } from "./section";
import { shortImage } from "./words";

/** Who gets how many of the requests, and the pods that answer them. */
export function Traffic({ deployments }: { readonly deployments: readonly DeploymentState[] }) {
  const served = deployments.filter(({ trafficPercent }) => trafficPercent > 0);
  return (
    <Section id="traffic" title="Traffic and pods">
      {deployments.length === 0 && <p class="quiet">Nothing has been released yet.</p>}
      {served.length > 0 && (
        <div class="share" role="img" aria-label={served.map(shareText).join(", ")}>
          {served.map((deployment) => (
            <div
              key={deployment.name}
              class={`track ${deployment.track}`}
              style={{ flexGrow: deployment.trafficPercent }}
            />
          ))}
        </div>
      )}
      <div class="deployments">
        {deployments.map((deployment) => (
          <Deployment key={deployment.name} {...deployment} />
        ))}
      </div>
    </Section>
  );
}

const shareText = ({ track, trafficPercent }: DeploymentState): string => `${track} ${trafficPercent} %`;

function Deployment({ name, track, image, desiredPods, readyPods, trafficPercent, why, pods }: DeploymentState) {
  return (
    <article class="deployment">
      <div class="deployment-head">
        <h3 title={name}>
          <span class={`swatch track ${track}`} />
          {track}
        </h3>
        <p class="big">
          {trafficPercent} % <span class="quiet">of requests</span>
        </p>
        <p class="big">
          {readyPods} of {desiredPods} <span class="quiet">pods ready</span>
        </p>
      </div>
      <code class="quiet image" title={image}>
        {shortImage(image)}
      </code>
      {why !== undefined && (
        <p class="banner">
          <span>
            It cannot make pods: <bdi>{why}</bdi>
          </span>
        </p>
      )}
      <Pods track={track} pods={pods} />
    </article>
  );
}
