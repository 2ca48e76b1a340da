import type { Decision, DecisionPlan, UserNote } from "../dashboard-state";
import type { Listeners } from "./listeners";

/** What a person has decided on. */
export interface Decided {
  /** What is to be promoted, as the person has seen it. @default - whatever is under way */
  readonly image?: string | undefined;
  /** The verdict that the person accepts. @default - none but `pass` */
  readonly accept?: Decision["accepts"];
}

/** What the server serves. Whatever cannot be done is thrown. */
export interface Dashboard {
  readonly isReadOnly: boolean;
  readonly listeners: Listeners;
  /** What a command would do. */
  plan(command: Decision["command"]): Promise<DecisionPlan>;
  /** Begins a command; how it goes on is told to the listeners. @throws {Refusal} when something is in its way */
  start(command: Decision["command"], decided: Decided): void;
  /** Keeps what a person has written. */
  addNote(text: string): Promise<UserNote>;
}
