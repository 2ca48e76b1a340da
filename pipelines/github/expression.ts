import { data, Evaluator, type Expr, Lexer, Parser } from "@actions/expressions";

/** What expressions speak of: `github`, `needs`, `vars` and others, as JSON. */
export type World = Readonly<Record<string, unknown>>;

/** How all went that something depends on, however indirectly; what `success()`, `failure()` and `cancelled()` say. */
export type Status = "success" | "failure" | "cancelled" | "skipped";

const statusFunctions = ["always", "success", "failure", "cancelled"] as const;

/** What an expression names. */
export interface Names {
  /** `["needs", "build", "outputs", "IMAGE"]`, as far as it stands there. */
  readonly paths: readonly (readonly string[])[];
  /** In lower case. */
  readonly functions: readonly string[];
}

// text in quotes may hold anything
const embedded = /\$\{\{((?:'[^']*'|[^'])*?)\}\}/g;

/** The expressions in a text, without `${{ }}`. */
export const expressionsIn = (text: string): string[] => [...text.matchAll(embedded)].map(([, inner = ""]) => inner);

/** A condition without `${{ }}`, in which it may stand. */
export function bareCondition(text: string): string {
  const [, inner = text] = new RegExp(`^\\s*${embedded.source}\\s*$`).exec(text) ?? [];
  return inner.trim();
}

export function namesIn(expression: string): Names {
  const words = [
    ...expression.replace(/'[^']*'/g, "''").matchAll(/(?<![\w.-])([A-Za-z_][\w-]*(?:\.[\w*-]+)*)\s*(\(?)/g),
  ].map(([, word = "", bracket]) => ({ word, isFunction: bracket === "(" }));
  return {
    paths: words
      .filter(({ word, isFunction }) => !isFunction && !["true", "false", "null", "NaN", "Infinity"].includes(word))
      .map(({ word }) => word.split(".")),
    functions: words.filter(({ isFunction }) => isFunction).map(({ word }) => word.toLowerCase()),
  };
}

/**
 * Why a text is no expression, or undefined when it is one.
 *
 * @param contexts of which it may speak where it stands
 */
export function flawOf(expression: string, contexts: readonly string[], isCondition: boolean): string | undefined {
  try {
    // the parser gives nothing for an empty one
    return (parse(expression, contexts, isCondition) as Expr | undefined) === undefined ? "it is empty" : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The value of an expression. What its world does not have is null. */
export const evaluate = (expression: string, world: World, status: Status = "success"): data.ExpressionData =>
  new Evaluator(
    parse(expression, Object.keys(world), true),
    new data.Dictionary(...Object.entries(world).map(([key, value]) => ({ key, value: toData(value) }))),
    new Map(statusFunctions.map((name) => [name, { ...functionInfo(name), call: () => says(name, status) }])),
  ).evaluate();

/** A text with the values of its expressions. */
export const fill = (text: string, world: World): string =>
  text.replace(embedded, (_, inner: string) => evaluate(inner, world).coerceString());

/**
 * Whether a job or a step runs. As on GitHub, all before it must have succeeded unless the condition itself says something
 * about that.
 */
export function holds(condition: string | undefined, world: World, status: Status): boolean {
  const written = bareCondition(condition ?? "success()");
  const saysIt = namesIn(written).functions.some((name) => (statusFunctions as readonly string[]).includes(name));
  return isTrue(evaluate(saysIt ? written : `success() && (${written})`, world, status));
}

const parse = (text: string, contexts: readonly string[], isCondition: boolean): Expr =>
  new Parser(
    new Lexer(text).lex().tokens,
    [...contexts],
    [{ name: "hashFiles", minArgs: 1, maxArgs: 255 }, ...(isCondition ? statusFunctions.map(functionInfo) : [])],
  ).parse();

const functionInfo = (name: string) => ({ name, minArgs: 0, maxArgs: 0 });

const says = (name: (typeof statusFunctions)[number], status: Status): data.BooleanData =>
  new data.BooleanData(name === "always" || name === status);

const toData = (value: unknown): data.ExpressionData =>
  JSON.parse(JSON.stringify(value ?? null), data.reviver) as data.ExpressionData;

function isTrue(value: data.ExpressionData): boolean {
  switch (value.kind) {
    case data.Kind.Null:
      return false;
    case data.Kind.Boolean:
    case data.Kind.Number:
      return value.number() !== 0 && !Number.isNaN(value.number());
    case data.Kind.String:
      return value.coerceString() !== "";
    default:
      return true;
  }
}
