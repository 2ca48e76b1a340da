/** One of several times at which the same figures are looked at, each time with more of them. */
export interface Look {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/**
 * The part of the allowed error that one look may spend. Who looks often enough finds any coin unfair; the parts of all
 * looks together are the whole, so that the promise holds however often one looks. Early looks get little: only what is
 * clearly bad ends a comparison early (the spending function of Kim and DeMets 1987 with the power 3, which is close to
 * O'Brien and Fleming's).
 */
export const errorAtLook = (error: number, { number, of }: Look): number =>
  error * ((number / of) ** 3 - ((number - 1) / of) ** 3);
