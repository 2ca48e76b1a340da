/** Why something does not go on, in terms of this project. */
export interface Diagnosis {
  /** `image-not-found`, `out-of-memory`, … stable, for machines. */
  readonly id: string;
  /** What it is about: `pod/addressbook-canary-5d4f9-x7k2p`, `job/addressbook-migrate-0ade6966ff`. */
  readonly subject: string;
  /** One sentence, without a final period. */
  readonly cause: string;
  /** What it was concluded from, as the cluster said it: conditions, events, exit codes, the last lines of a log. */
  readonly evidence: readonly string[];
  /** What to change in this project. @default - nothing of this project causes it */
  readonly setting?: {
    /** `service.resources.memoryLimit` of the environment, `addressbook/Dockerfile`, … */
    readonly path: string;
    /** What to do with it: an imperative without a final period. */
    readonly advice: string;
  };
  /** A command that shows more, or mends it. */
  readonly command?: string;
  /** It does not mend itself: waiting longer is useless. */
  readonly doomed: boolean;
}
