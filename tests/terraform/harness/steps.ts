/** How long the steps of several runs took: one row for each run, one column for each step. */
export class Steps {
  private readonly rows = new Map<string, Map<string, number>>();
  private readonly started = performance.now();

  /** Runs a step, and says in which run and step it was when it fails. */
  async run<T>(row: string, step: string, action: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await action();
    } catch (error) {
      throw new Error(`${row}, ${step}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    } finally {
      const columns = this.rows.get(row) ?? new Map<string, number>();
      this.rows.set(row, columns.set(step, (columns.get(step) ?? 0) + performance.now() - start));
    }
  }

  /** The table in seconds, as text. */
  table(): string {
    const steps = [...new Set([...this.rows.values()].flatMap((columns) => [...columns.keys()]))];
    const cells = [...this.rows].map(([row, columns]) => [
      row,
      ...steps.map((step) => seconds(columns.get(step))),
      seconds([...columns.values()].reduce((sum, time) => sum + time, 0)),
    ]);
    const lines = [["seconds", ...steps, "total"], ...cells];
    const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
    const text = lines.map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    );
    return [...text, `all together ${seconds(performance.now() - this.started)} s`].join("\n");
  }
}

const seconds = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? "-" : (milliseconds / 1000).toFixed(1);
