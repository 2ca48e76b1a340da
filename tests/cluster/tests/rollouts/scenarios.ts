/** What is done to a Deployment, before it is waited until nothing changes any more. */
export type Step =
  | { readonly create: object; readonly annotations?: Readonly<Record<string, string>> }
  | { readonly change: object; readonly annotations?: Readonly<Record<string, string>> }
  | { readonly orphan: true };

const image = (tag: string): object => ({ template: { spec: { containers: [containerOf(tag)] } } });

export const containerOf = (tag: string): object => ({
  name: "web",
  image: `registry.example/web:${tag}`,
  imagePullPolicy: "IfNotPresent",
});

const rolling = (maxSurge: string | number, maxUnavailable: string | number, more: object = {}): object => ({
  strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } },
  ...more,
});

const first: Step = { create: {} };

/** There is no image `broken`, so that its pods never run. */
export const scenarios: Readonly<Record<string, readonly Step[]>> = {
  "rolls one by one": [first, { change: image("2") }],
  "goes back to an earlier template": [first, { change: image("2") }, { change: image("1") }],
  "a stuck rollout keeps the old pods": [first, { change: image("broken") }],
  "percentages of ten": [{ create: rolling("25%", "25%", { replicas: 10 }) }, { change: image("broken") }],
  "is scaled up in the middle of a stuck rollout": [
    { create: rolling(3, 2, { replicas: 10 }) },
    { change: image("broken") },
    { change: { replicas: 15 } },
  ],
  "is scaled down in the middle of a stuck rollout": [
    { create: rolling(3, 2, { replicas: 10 }) },
    { change: image("broken") },
    { change: { replicas: 5 } },
  ],
  "is scaled together with a new image": [{ create: { replicas: 2 } }, { change: { replicas: 3, ...image("2") } }],
  "three of surge one, scaled in the middle": [first, { change: image("broken") }, { change: { replicas: 5 } }],
  "a third template in the middle of a stuck rollout": [first, { change: image("broken") }, { change: image("3") }],
  "back from a stuck rollout": [first, { change: image("broken") }, { change: image("1") }],
  recreates: [{ create: { strategy: { type: "Recreate" } } }, { change: image("2") }],
  "a paused one is only scaled": [
    first,
    { change: { paused: true } },
    { change: image("2") },
    { change: { replicas: 4 } },
    { change: { paused: false } },
  ],
  "keeps one old revision": [
    { create: { revisionHistoryLimit: 1 } },
    { change: image("2") },
    { change: image("3") },
    { change: image("4") },
  ],
  "is too late": [{ create: { progressDeadlineSeconds: 3 } }, { change: image("broken") }],
  "is late, and then mended": [
    { create: { progressDeadlineSeconds: 3 } },
    { change: image("broken") },
    { change: image("2") },
  ],
  "adopts what an orphaning deletion left": [first, { change: image("2") }, { orphan: true }, first],
  "copies annotations": [
    { create: {}, annotations: { "kubernetes.io/change-cause": "first" } },
    { change: image("2"), annotations: { "kubernetes.io/change-cause": "second" } },
  ],
  "to nothing and back": [first, { change: { replicas: 0 } }, { change: image("2") }, { change: { replicas: 2 } }],
  "may lack one": [{ create: rolling(0, 1) }, { change: image("2") }],
  "waits until ready for long enough": [{ create: { minReadySeconds: 2 } }, { change: image("2") }],
};
