import type { ServiceObjects } from "./service-objects";

/** NOTES.txt: what Helm says after it has released something. */
export function notes({ name, namespace, tracks, live }: ServiceObjects): string {
  const of = "--namespace {{ .Release.Namespace }}";
  const upgrade = `helm upgrade --rollback-on-failure --wait-for-jobs --reset-then-reuse-values ${of} {{ .Release.Name }} CHART`;
  const [first = "", second = ""] = tracks.map(({ key }) => key);
  const steps =
    live === undefined
      ? [
          ["The canary", `${upgrade} --set ${first}.image=IMAGE@sha256:…`],
          ["All of it", `${upgrade} --set image=IMAGE@sha256:… --set ${first}.image=`],
        ]
      : [
          [
            "New version",
            `${upgrade} --set {{ ternary "${second}" "${first}" (eq .Values.live "${first}") }}.image=IMAGE@sha256:…`,
          ],
          ["Switch", `${upgrade} --set live={{ ternary "${second}" "${first}" (eq .Values.live "${first}") }}`],
        ];
  const lines = [
    ...tracks.map(({ deployment }) => [
      "Progress",
      `kubectl rollout status --namespace ${namespace} deployment/${deployment}`,
    ]),
    ["Address", `kubectl get services --namespace ${namespace}`],
    ["Test", `helm test ${of} {{ .Release.Name }}`],
    ...steps,
    ["History", `helm history ${of} {{ .Release.Name }}`],
    ["Back", `helm rollback ${of} {{ .Release.Name }} --wait`],
  ];
  return [
    `${name} is being released to {{ .Values.environment }}.`,
    "",
    ...lines.map(([what = "", command = ""]) => `${what.padEnd(12)}${command}`),
    "",
    "Going back brings back image, pods and configuration. What a migration did to the database stays.",
    "",
  ].join("\n");
}
