import type { Finding } from "./finding";
import type { World } from "./world";

/** Pods that are named when several have one cause. */
const namedPods = 3;

/** One finding for each cause, however many pods have it: about all of them, with the evidence of the first. */
export function mergeSame(findings: readonly Finding[], { pods }: World): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = [finding.id, finding.cause, finding.setting?.path ?? ""].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const subjects = [...new Set(group.map(({ subject }) => subject))];
    const doomed = group.some((finding) => finding.doomed);
    if (subjects.length === 1) return [{ ...first, doomed }];
    const ownerOf = (subject: string): string => pods.find(({ name }) => `pod/${name}` === subject)?.owner ?? subject;
    const owners = [...new Set(subjects.map(ownerOf))];
    const names = subjects.map((subject) => subject.slice(subject.indexOf("/") + 1));
    const others = names.length > namedPods ? ` and ${names.length - namedPods} more` : "";
    const [what = ""] = first.subject.split("/");
    return [
      {
        ...first,
        doomed,
        subject: owners.join(", "),
        evidence: [
          ...first.evidence,
          `the same for ${names.length} ${what}s: ${names.slice(0, namedPods).join(", ")}${others}`,
        ],
      },
    ];
  });
}
