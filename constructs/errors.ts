/** Something that this project takes for granted does not hold: a defect of ours, not of the input. */
export class AssumptionError extends Error {
  override readonly name = "AssumptionError";
}
