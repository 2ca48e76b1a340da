/**
 * Whether a branch or a tag is one of those of a trigger. As on GitHub, later patterns win, `!` takes out again, `*` stays
 * below a slash, and `+` and `?` are about the character before them.
 */
export const matchesFilter = (name: string, patterns: readonly string[]): boolean =>
  patterns.reduce(
    (matches, pattern) =>
      pattern.startsWith("!")
        ? matches && !expressionOf(pattern.slice(1)).test(name)
        : matches || expressionOf(pattern).test(name),
    false,
  );

const expressionOf = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/\*\*|[*?+.^$(){}|\\]/g, (special) => translated[special] ?? `\\${special}`)}$`);

const translated: Readonly<Record<string, string>> = { "**": ".*", "*": "[^/]*", "?": "?", "+": "+" };
