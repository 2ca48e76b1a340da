import { WhenError } from "./when-error";

/**
 * A pattern of Semaphore, which are Perl's, as one of JavaScript. Of what only Perl knows, `(?i)` at the beginning is
 * understood, and the rest is refused, so that nothing means something else here.
 *
 * @throws {WhenError} when it is not a pattern of both
 */
export function patternOf(text: string, column: number): RegExp {
  const [, flag = "", pattern = ""] = /^(\(\?i\))?(.*)$/s.exec(text) ?? [];
  try {
    // with this flag a needless backslash is refused: \A and \z are the beginning and the end in Perl only
    return new RegExp(pattern, flag === "" ? "u" : "iu");
  } catch {
    throw new WhenError(`must have patterns that Perl and JavaScript read alike, not ${JSON.stringify(text)}`, column);
  }
}
