import { type Verdict, verdictWords } from "../verify/verdict";
import { shortImage } from "./short-image";
import { textTable } from "./text-table";

/** A revision of the stable Deployment, as Kubernetes keeps it. */
export interface Revision {
  readonly revision: number;
  readonly image: string;
  /** Hash of its pods' template without the image: two revisions with the same one differ in code only. */
  readonly configuration: string;
  /** ISO 8601. @default - it was not released by this tool */
  readonly releasedAt?: string;
  /** @default - it was not released by this tool */
  readonly releasedBy?: string;
  /** What its verification said. @default - nobody knows */
  readonly verdict?: Verdict["verdict"];
  /** It was promoted although that is not `pass`. @default false */
  readonly accepted?: boolean;
  readonly current: boolean;
  /** Pods of it that there are now. */
  readonly pods: number;
}

/** What `release history` prints, the newest revision first. */
export function renderHistory(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return "nothing has been released yet\n";
  const newestFirst = [...revisions].sort((a, b) => b.revision - a.revision);
  const lines = textTable(newestFirst, [
    { head: "revision", cell: ({ revision }) => String(revision), isNumber: true },
    { head: "", cell: ({ current }) => (current ? "current" : "") },
    { head: "image", cell: ({ image }) => shortImage(image) },
    { head: "configuration", cell: ({ configuration }) => configuration },
    { head: "pods", cell: ({ pods }) => String(pods), isNumber: true },
    { head: "released (UTC)", cell: ({ releasedAt }) => minuteOf(releasedAt) },
    {
      head: "verification",
      cell: ({ verdict, accepted }) => (verdict === undefined ? "" : verdictWords({ verdict, accepted })),
    },
    { head: "by", cell: ({ releasedBy }) => releasedBy ?? "" },
  ]);
  return `${lines.join("\n")}\n`;
}

/** Whoever edits an annotation by hand may have written anything. */
function minuteOf(time: string | undefined): string {
  const millis = Date.parse(time ?? "");
  return Number.isNaN(millis) ? (time ?? "") : new Date(millis).toISOString().slice(0, 16).replace("T", " ");
}
