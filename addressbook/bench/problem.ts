/** Why there is no figure, for example because a service has ended. */
export class BenchmarkProblem extends Error {
  override readonly name = "BenchmarkProblem";
}
