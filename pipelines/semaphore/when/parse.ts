import type { Expression, Keyword, Operand, Operator, Value } from "./expression";
import { patternOf } from "./pattern";
import { type Token, tokens } from "./tokens";
import { WhenError } from "./when-error";

/**
 * Reads a condition (`when: …`) of Semaphore. What only one of the two versions of the language that are in use accepts is
 * refused, such as a comparison of two texts.
 *
 * @see https://docs.semaphoreci.com/reference/conditions-dsl
 * @throws {WhenError} when it cannot be read
 */
export function parseWhen(condition: string): Expression {
  const reader = new Reader(tokens(condition));
  const expression = reader.expression();
  reader.take("end", undefined, "must go on with `and` or `or`");
  return expression;
}

class Reader {
  private at = 0;

  constructor(private readonly all: readonly Token[]) {}

  /** `and` and `or` bind alike, from left to right. */
  expression(): Expression {
    let left = this.term();
    for (let join = this.accept("join"); join !== undefined; join = this.accept("join"))
      left = { kind: "join", word: join.text as "and" | "or", left, right: this.term() };
    return left;
  }

  take(kind: Token["kind"], text: string | undefined, rule: string): Token {
    return this.accept(kind, text) ?? this.refuse(rule);
  }

  private term(): Expression {
    if (this.accept("mark", "(")) {
      const of = this.expression();
      this.take("mark", ")", "must close its parenthesis");
      return { kind: "group", of };
    }
    const name = this.accept("name");
    if (name !== undefined) return this.call(name);
    const token = this.current();
    const isCompared =
      token.kind === "keyword" || (token.kind === "text" && this.all[this.at + 1]?.kind === "operator");
    if (isCompared) return this.comparison();
    return { kind: "value", value: this.value("must have a comparison or a function"), column: token.column };
  }

  private comparison(): Expression {
    const { column } = this.current();
    const left = this.operand();
    const operator = this.take("operator", undefined, "must compare by =, !=, =~ or !~").text as Operator;
    const { column: patternColumn } = this.current();
    const right = this.operand();
    const sides = [left, right].filter((side) => "keyword" in side).length;
    if (sides !== 1) throw new WhenError("must compare a keyword with a text in single quotes", column);
    if (operator.endsWith("~") && "text" in right) patternOf(right.text, patternColumn);
    return { kind: "comparison", left, operator, right, column };
  }

  private operand(): Operand {
    const keyword = this.accept("keyword");
    if (keyword !== undefined) return { keyword: keyword.text as Keyword };
    return { text: this.take("text", undefined, "must compare a keyword with a text in single quotes").text };
  }

  private call({ text: name, column }: Token): Expression {
    if (!this.accept("mark", "("))
      throw new WhenError(`must not have ${JSON.stringify(name)}, which is neither a keyword nor a function`, column);
    return { kind: "call", name, parameters: this.values(")"), column };
  }

  private value(rule: string): Value {
    const token = this.accept("text") ?? this.accept("number") ?? this.accept("boolean");
    if (token?.kind === "text") return token.text;
    if (token !== undefined) return JSON.parse(token.text) as number | boolean;
    if (this.accept("mark", "[")) return this.values("]");
    return this.accept("mark", "{") ? this.record() : this.refuse(rule);
  }

  private values(end: string): Value[] {
    return this.listed(end, () => this.value("must have a value here"));
  }

  private record(): Value {
    return Object.fromEntries(
      this.listed("}", () => {
        const { text } = this.take("key", undefined, "must have a name with a colon here");
        return [text, this.value("must have a value here")] as const;
      }),
    );
  }

  private listed<T>(end: string, item: () => T): T[] {
    if (this.accept("mark", end)) return [];
    const items = [item()];
    while (this.accept("mark", ",")) items.push(item());
    this.take("mark", end, `must close its ${JSON.stringify(end)}`);
    return items;
  }

  private accept(kind: Token["kind"], text?: string): Token | undefined {
    const token = this.current();
    if (token.kind !== kind || (text !== undefined && token.text !== text)) return undefined;
    this.at += 1;
    return token;
  }

  private current(): Token {
    // behind the end there is nothing to take
    return this.all[this.at] ?? { kind: "end", text: "", column: 0 };
  }

  private refuse(rule: string): never {
    const { kind, text, column } = this.current();
    throw new WhenError(`${rule}, not ${kind === "end" ? "its end" : JSON.stringify(text)}`, column);
  }
}
