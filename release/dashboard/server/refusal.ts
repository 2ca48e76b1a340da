import { type FileProblems, describeProblem, ValidationError } from "../../../environments/schema/problems";
import { ApiError, Unreachable } from "../../cluster/errors";
import { foreignText } from "../../diagnosis/foreign-text";
import { ReleaseFailure } from "../../failure";

/** Why a request is not carried out, in words that the page shows. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  /** @param statusCode of HTTP */
  constructor(
    readonly statusCode: 400 | 403 | 404 | 405 | 409 | 413 | 415 | 500 | 503,
    message: string,
    /** @default - none besides those of all answers */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** What somebody is told who cannot do anything about it. */
export const defect = new Refusal(500, "the dashboard has a defect; the terminal that it runs in tells more");

/** What it is answered with that something could not be done; undefined when that is a defect of this program. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof ValidationError) return new Refusal(400, error.files.flatMap(problemsOf).join("; "));
  if (error instanceof ReleaseFailure) return new Refusal(409, foreignText(error.message));
  if (error instanceof ApiError || error instanceof Unreachable) return new Refusal(503, foreignText(error.message));
  const { statusCode = 500 } = error as { readonly statusCode?: number };
  return statusCode < 500 ? refusalOfServer(statusCode) : undefined;
}

const problemsOf = ({ problems }: FileProblems): string[] => problems.map(describeProblem);

/** Longest body of a request, in bytes: a note has 500 characters, each of which JSON may write as `\\u1234`. */
export const bodyLimit = 8 * 1024;

/** What Fastify refuses by itself. */
function refusalOfServer(statusCode: number): Refusal {
  if (statusCode === 413) return new Refusal(413, `the body must be at most ${bodyLimit} bytes`);
  if (statusCode === 415) return new Refusal(415, "the content type must be application/json");
  return new Refusal(400, "the request must be HTTP, and its body JSON");
}
