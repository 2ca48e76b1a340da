/** What a terminal shows that was sent some text: lines, the cursor, and that which these outputs use of its codes. */
export class FakeTerminal {
  /** All lines from the first one on; the last `rows` of them can be reached by the cursor. */
  lines: string[] = [""];
  isCursorHidden = false;
  /** Lines that were empty for a moment although there was something before and after it. */
  flickers = 0;
  private readonly emptied = new Set<number>();
  private row = 0;
  private column = 0;

  constructor(
    public columns: number,
    readonly rows: number,
  ) {}

  write(text: string): void {
    const before = this.lines;
    this.lines = [...before];
    this.emptied.clear();
    for (const [token] of text.matchAll(/\u001b\[[?\d;]*[A-Za-z]|[\s\S]/g))
      if (token.startsWith("\u001b")) this.obey(token.slice(2));
      else this.put(token);
    for (const row of this.emptied) if ((before[row] ?? "") !== "" && (this.lines[row] ?? "") !== "") this.flickers++;
  }

  /** The lines that are not empty at the end. */
  get shown(): string[] {
    return this.lines.join("\n").trimEnd().split("\n");
  }

  /** As terminals do: lines that have become too long are broken, and the cursor stays at its place in the text. */
  narrow(columns: number): void {
    const before = this.lines.slice(0, this.row);
    const broken = (lines: string[]): string[] =>
      lines.flatMap((line) => line.match(new RegExp(`.{1,${columns}}`, "g")) ?? [""]);
    this.row = broken(before).length;
    this.lines = broken(this.lines);
    this.columns = columns;
  }

  private put(character: string): void {
    if (character === "\r") this.column = 0;
    else if (character === "\n") {
      this.row++;
      this.column = 0;
      if (this.row === this.lines.length) this.lines.push("");
    } else {
      if (this.column === this.columns) {
        this.put("\r");
        this.put("\n");
      }
      const line = this.lines[this.row]!;
      this.lines[this.row] = line.slice(0, this.column) + character + line.slice(this.column + 1);
      this.column++;
    }
  }

  private obey(code: string): void {
    const line = this.lines[this.row]!;
    if (code.endsWith("A")) this.row = Math.max(0, this.lines.length - this.rows, this.row - Number(code.slice(0, -1)));
    else if (code === "K") {
      this.lines[this.row] = line.slice(0, this.column);
      if (this.column === 0) this.emptied.add(this.row);
    } else if (code === "J") {
      for (let row = this.row; row < this.lines.length; row++) this.emptied.add(row);
      this.lines = [...this.lines.slice(0, this.row), line.slice(0, this.column)];
    } else if (code === "?25l" || code === "?25h") this.isCursorHidden = code === "?25l";
    else if (code !== "?2026h" && code !== "?2026l" && !code.endsWith("m")) throw new Error(`unknown code ${code}`);
  }
}
