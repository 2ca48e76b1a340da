import type { Job } from "../model/pipeline";
import type { Target } from "../model/target";
import { job, words } from "./job";

/**
 * Proposes an image in the repository from which a controller in the cluster takes what it applies.
 *
 * @param repository where the folder of the environment is, as `npx cdk8s synth` writes it
 */
export function proposeImage(target: Target, repository: string, track: "canary" | "stable"): Job {
  const { name, service } = target.environment;
  const title = `${service.name} ${track} on ${name}`;
  return job({
    name: track === "canary" ? "Propose a canary" : "Propose stable",
    needs: { registry: "pull", access: { target, work: "release" }, configuration: repository },
    takes: ["IMAGE"],
    timeoutMinutes: 15,
    steps: [
      { name: "Log in to the registry", commands: [target.registryLoginCommand] },
      {
        name: "Propose the image",
        commands: [
          `IMAGE="$(${words("npx", "release", "push", "--environment", name)} --image "$IMAGE")"`,
          `cd ${words(`configuration/${name}`)}`,
          // the same image again goes to the same branch
          `git switch --force-create "${name}/${track}-\${IMAGE##*:}"`,
          `kustomize edit set image ${service.name}-${track}="$IMAGE"`,
          // it is there already
          "git diff --quiet && exit 0",
          `git commit --all --message ${words(title)} --message "$IMAGE"`,
          "git push --force --set-upstream origin HEAD",
          // one that was merged or closed before is none
          `gh pr list --head "$(git branch --show-current)" | grep . || gh pr create --title ${words(title)} --body "$IMAGE"`,
        ],
      },
    ],
  });
}
