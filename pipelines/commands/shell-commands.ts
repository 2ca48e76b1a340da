/** One program, function or builtin that a shell would start. */
export interface ShellCommand {
  /** Its name and arguments as they are written, without quotes, what `'…'` keeps from the shell, and redirections. */
  readonly words: readonly string[];
  /** Variables that are set for it alone: `NAME=value`. */
  readonly assignments: readonly string[];
  /** Whether a shell of its own runs it: `$(…)` or `(…)`. */
  readonly isInSubshell: boolean;
  /** Whether its output goes to another command or a file. */
  readonly isRedirected: boolean;
}

/** What a line of shell runs, in its order, and in what it substitutes. Here-documents are not known. */
export const shellCommands = (line: string): ShellCommand[] => new ShellReader(line).read();

const reserved = ["if", "then", "elif", "else", "while", "until", "do", "!", "{", "time"];

class ShellReader {
  private readonly found: ShellCommand[] = [];
  private at = 0;
  private words: string[] = [];
  /** The word that is being read. @default - between two words */
  private word: string | undefined;
  private isRedirected = false;
  private skipsNext = false;
  private depth = 0;

  constructor(private readonly line: string) {}

  read(): ShellCommand[] {
    while (this.at < this.line.length) this.next();
    this.endCommand();
    return this.found;
  }

  private next(): void {
    const rest = this.line.slice(this.at);
    const [plain] = /^[^\s'"\\$`()|&;<>#]+/.exec(rest) ?? [];
    const [redirection] = /^[<>][<>&|]*/.exec(rest) ?? [];
    const character = rest.charAt(0);
    if (plain !== undefined) this.add(plain, plain.length);
    else if (character === "\\") this.add(rest.slice(1, 2).replace("$", ""), 2);
    else if (character === "'") this.quoted();
    else if (character === '"') this.doublyQuoted();
    else if (character === "$" || character === "`") this.substitution();
    else if (redirection !== undefined) this.redirect(redirection);
    else if (character === "#") this.comment(rest);
    else if (/\s/.test(character) && character !== "\n") this.endWord(1);
    else this.separator(character);
  }

  private add(text: string, length: number): void {
    this.word = (this.word ?? "") + text;
    this.at += length;
  }

  private quoted(): void {
    const end = this.line.indexOf("'", this.at + 1);
    const text = this.line.slice(this.at + 1, end === -1 ? undefined : end);
    this.add(text.replaceAll("$", ""), text.length + 2);
  }

  private doublyQuoted(): void {
    this.add("", 1);
    while (this.at < this.line.length && this.line.charAt(this.at) !== '"') {
      const character = this.line.charAt(this.at);
      if (character === "\\") this.add(this.line.charAt(this.at + 1).replace("$", ""), 2);
      else if (character === "$" || character === "`") this.substitution();
      else this.add(character, 1);
    }
    this.at += 1;
  }

  /** What is run for its output belongs to the commands, and what it stands in does not name a variable there. */
  private substitution(): void {
    const isCommand = this.line.startsWith("$(", this.at);
    if (!isCommand && this.line.charAt(this.at) !== "`") {
      this.add("$", 1);
      return;
    }
    const begin = this.at + (isCommand ? 2 : 1);
    const end = isCommand ? this.closing(begin) : this.line.indexOf("`", begin);
    const inside = this.line.slice(begin, end === -1 ? undefined : end);
    this.found.push(...shellCommands(inside).map((command) => ({ ...command, isInSubshell: true })));
    this.add("", inside.length + (isCommand ? 3 : 2));
  }

  /** Where the parenthesis is closed that was opened before `begin`. */
  private closing(begin: number): number {
    const [quoted] = /^(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^'"\\()])+/s.exec(this.line.slice(begin)) ?? [""];
    const end = begin + quoted.length;
    if (this.line.charAt(end) !== "(") return this.line.charAt(end) === ")" ? end : -1;
    const inner = this.closing(end + 1);
    return inner === -1 ? -1 : this.closing(inner + 1);
  }

  private redirect(operator: string): void {
    if (this.word !== undefined && /^\d+$/.test(this.word)) this.word = undefined;
    this.endWord(operator.length);
    this.isRedirected ||= operator.includes(">");
    this.skipsNext = true;
  }

  private comment(rest: string): void {
    if (this.word !== undefined) this.add("#", 1);
    else this.at += rest.split("\n")[0]?.length ?? 0;
  }

  private endWord(length: number): void {
    if (this.word !== undefined && !this.skipsNext) this.words.push(this.word);
    if (this.word !== undefined) this.skipsNext = false;
    this.word = undefined;
    this.at += length;
  }

  private separator(character: string): void {
    const isPipe = /^\|(?!\|)/.test(this.line.slice(this.at)) && this.line.charAt(this.at - 1) !== "|";
    this.isRedirected ||= isPipe;
    this.endCommand();
    if (character === "(") this.depth += 1;
    if (character === ")") this.depth -= 1;
    this.at += 1;
  }

  private endCommand(): void {
    this.endWord(0);
    const begin = this.words.findIndex((word) => !reserved.includes(word));
    const words = begin === -1 ? [] : this.words.slice(begin);
    const name = words.findIndex((word) => !/^[A-Za-z_]\w*\+?=/.test(word));
    const assignments = words.slice(0, name === -1 ? undefined : name);
    const { isRedirected, depth } = this;
    if (words.length > 0)
      this.found.push({ words: words.slice(assignments.length), assignments, isInSubshell: depth > 0, isRedirected });
    this.words = [];
    this.isRedirected = false;
    this.skipsNext = false;
  }
}
