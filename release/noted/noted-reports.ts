import { z } from "zod";

import type { UserNote } from "../dashboard/dashboard-state";
import { withoutSecrets } from "../diagnosis/foreign-text";
import { printable } from "../terminal/printable";
import { notedList } from "./noted-list";
import { longestReport, mostKept } from "./report-limits";

/** A report with the image that it is about: after a rollback it is kept with another one. */
export interface Report extends UserNote {
  readonly image: string;
}

const report = z.object({
  at: z.iso.datetime(),
  by: z.string().transform((by) => clean(by).slice(0, 100)),
  text: z.string().transform((text) => clean(text).slice(0, longestReport)),
  image: z.string().catch(""),
});

/** What a person has written as it is kept and shown: many may read it. */
export const clean = (text: string): string => withoutSecrets(printable(text)).trim();

/** The reports that were noted, the newest first. */
export const reportsOf = (noted: string | undefined): Report[] => notedList(noted, report, mostKept);

/** Reports as they are noted: the newest of several lists, each once. */
export function notedReports(...lists: readonly (readonly Report[])[]): string {
  const each = new Map(lists.flat().map((one) => [JSON.stringify(one), one]));
  const newest = [...each.values()].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, mostKept);
  return newest.length === 0 ? "" : JSON.stringify(newest);
}

/** What was noted on two Deployments, put together. */
export const joinedReports = (one: string | undefined, other: string | undefined): string =>
  notedReports(reportsOf(one), reportsOf(other));
