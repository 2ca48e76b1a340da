import type { Message, Reply } from "./exchange";
import type { Trouble } from "./trouble";

/** A request of which the answer matters, and not how often it is to be sent for it. */
export interface Question extends Message {
  /** For messages: `PATCH deployments/addressbook-stable`. */
  readonly name: string;
  /** Refusals that are answers to whoever asks. Others are thrown. */
  readonly answers?: readonly number[];
  /** For answers of others, which the API passes on. @default - success, and `answers` */
  readonly isAnswer?: (reply: Reply, object: unknown) => boolean;
  /** The answer is text and no object. */
  readonly isText?: boolean;
  /** A conflict is with something that happened at the same time, and the same may succeed now. */
  readonly repeatsConflicts?: boolean;
  /** Whether it is sent again. @default - always, until the deadline */
  readonly isRepeatable?: (trouble: Trouble) => boolean;
  /** @default - as many as it takes until the deadline */
  readonly mostTries?: number;
  /** How long one try may take. @default 15 s */
  readonly timeoutMillis?: number;
}

/** What was answered. */
export interface Answer extends Reply {
  /** The body, unless it is text. */
  readonly object: unknown;
  /** The API may have done it already at an earlier try, whose answer was lost. */
  readonly isRepeated: boolean;
}
