import type { z } from "zod";

/** Reads a list that was noted as JSON. Whoever edits the annotation may have written anything: what does not fit is passed over. */
export function notedList<T>(noted: string | undefined, item: z.ZodType<T>, most: number): T[] {
  const found = parsed(noted);
  const items: unknown[] = Array.isArray(found) ? found : [];
  return items
    .flatMap((each) => {
      const { success, data } = item.safeParse(each);
      return success ? [data] : [];
    })
    .slice(0, most);
}

/** @returns undefined when it is no JSON */
export function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
