import { pad, padLeft, widthOf } from "./display-width";
import { printable } from "./printable";

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string;
  /** Numbers end below each other. @default false */
  readonly isNumber?: boolean;
}

/** A table as lines, with a line of heads; columns without any value are left out. */
export function textTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  const filled = columns
    .map(({ head, cell, isNumber = false }) => ({
      head,
      isNumber,
      cells: rows.map((row) => printable(cell(row)).replaceAll("\n", " ")),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""))
    .map((column) => ({ ...column, width: Math.max(...[column.head, ...column.cells].map(widthOf)) }));
  return ["head" as const, ...rows.keys()].map((row) =>
    filled
      .map(({ head, cells, isNumber, width }) => {
        const text = row === "head" ? head : (cells[row] ?? "");
        return isNumber ? padLeft(text, width) : pad(text, width);
      })
      .join("  ")
      .trimEnd(),
  );
}
