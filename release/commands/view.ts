/** What a command has found out, for people and for programs. */
export interface View {
  readonly text: string;
  /** What JSON can say. */
  readonly json: object;
}
