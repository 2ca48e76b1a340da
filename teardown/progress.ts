/** What happens, told as it happens, and remembered for the end. */
export class Progress {
  readonly removed: string[] = [];

  constructor(readonly say: (line: string) => void) {}

  /** Something is gone, or was told to go. */
  remove(what: string): void {
    this.removed.push(what);
    this.say(`deleted   ${what}`);
  }
}
