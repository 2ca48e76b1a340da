import { z } from "zod";

import type { VersionCalendar } from "./catalogue/versions";
import { type Flaw, flawMessage } from "./flaw";
import { didYouMean } from "./problems";

/**
 * A name from a catalogue, which also becomes a union type for the compiler.
 *
 * @param what completes "must be …" when the list is too long to show: "a region of AWS"
 * @param explain recognizes what the user may have meant: a zone, a name of another cloud
 */
export function catalogued<const T extends string>(
  names: readonly T[],
  what: string,
  explain: (written: string) => string | undefined = () => undefined,
) {
  return z.enum(names as readonly [T, ...T[]], {
    error: ({ input }) =>
      flawMessage({
        rule: `must be ${what}`,
        fix:
          typeof input === "string"
            ? (explain(input) ?? didYouMean(input, names) ?? oneOfThese(names))
            : oneOfThese(names),
      }),
  });
}

const oneOfThese = (names: readonly string[]) =>
  names.length <= 12 ? `choose one of ${names.join(", ")}` : `the list is in environments/schema/catalogue`;

/** A version from a calendar. A version whose support is over is told the day on which it ended. */
export function versionFrom<T extends VersionCalendar>(calendar: T, what: string) {
  const versions = Object.keys(calendar.supported) as (keyof T["supported"] & string)[];
  return z.enum(versions as [(typeof versions)[number], ...typeof versions], {
    error: ({ input }) => flawMessage(versionFlaw(input, calendar, versions, what)),
  });
}

function versionFlaw(input: unknown, calendar: VersionCalendar, versions: readonly string[], what: string): Flaw {
  const list = versions.map((version) => JSON.stringify(version)).join(", ");
  return { rule: `must be a supported version of ${what} (${list})`, fix: versionFix(input, calendar, versions) };
}

function versionFix(input: unknown, { ended }: VersionCalendar, versions: readonly string[]): string | undefined {
  if (typeof input === "number") return "put the version in quotes";
  if (typeof input !== "string") return undefined;
  if (Object.hasOwn(ended, input)) return `support of ${input} ended on ${ended[input] ?? ""}`;
  const minor = versions.find((version) => input.startsWith(`${version}.`));
  return minor === undefined ? undefined : `leave out the patch: ${JSON.stringify(minor)}`;
}
