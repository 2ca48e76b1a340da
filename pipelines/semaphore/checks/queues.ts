import type { Definition } from "../definition";
import { changesOf } from "./changes";
import type { Check } from "./check";

/** What changes the same environment must wait in one queue: Semaphore's own are one for each file and branch. */
export const queueProblems: Check = (checked) => {
  const { definition, pipelines } = checked;
  const changes = changesOf(checked);
  if (changes.length === 0) return [];
  const [{ environment: changed = "a cluster" }] = changes as [(typeof changes)[0]];
  const own = nameOf(definition.queue);
  if (own === undefined)
    return [
      {
        path: "queue",
        rule: `must be one queue with a name, serialized, because this pipeline changes ${changed}`,
        got: definition.queue,
        fix: "without it canary, stable and rollback run beside each other",
      },
    ];
  const environments = new Set(changes.flatMap(({ environment }) => environment ?? []));
  const first = pipelines.find(
    (other) =>
      nameOf(other.definition.queue) !== undefined &&
      changesOf(other).some(({ environment }) => environment !== undefined && environments.has(environment)),
  );
  const expected = nameOf(first?.definition.queue) ?? own;
  return expected === own
    ? []
    : [
        {
          path: "queue",
          rule: `must be that of ${first?.path ?? ""}, which changes ${changed}, too`,
          got: definition.queue,
        },
      ];
};

/** What is the same for queues in which pipelines wait for each other. */
function nameOf(queue: Definition["queue"]): string | undefined {
  if (queue === undefined || !("name" in queue) || queue.name === undefined) return undefined;
  const { name, scope = "project", processing = "serialized", when } = queue;
  return processing === "serialized" && when === undefined ? `${scope}/${name}` : undefined;
}
