/**
 * Who has a turn now, when there is not time enough for all: each track gets as many turns as it has pods, or an equal
 * part of them; what one does not need the others get. The turns of a track go round its pods.
 */
export class Rotation {
  private readonly last = new Map<string, number>();
  private turn = 0;

  constructor(private readonly mostTurns: number) {}

  /** @param pods names of pods by their track. @returns names of those whose turn it is */
  next(pods: ReadonlyMap<string, readonly string[]>): string[] {
    const names = new Set([...pods.values()].flat());
    for (const name of this.last.keys()) if (!names.has(name)) this.last.delete(name);
    let left = this.mostTurns;
    const fewestFirst = [...pods.values()].sort((a, b) => a.length - b.length);
    return fewestFirst.flatMap((ofTrack, index) => {
      const part = Math.floor(left / (fewestFirst.length - index));
      const chosen = [...ofTrack].sort((a, b) => this.lastTurn(a) - this.lastTurn(b)).slice(0, part);
      for (const name of chosen) this.last.set(name, ++this.turn);
      left -= chosen.length;
      return chosen;
    });
  }

  private lastTurn(name: string): number {
    return this.last.get(name) ?? 0;
  }
}
