/** What a release before may miss, or stumble over, and what makes requests wait; a comment may say why it does not. */
const contractions: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\bDROP\s+(?!INDEX\s+CONCURRENTLY\b)/i, "drops something"],
  [/\bRENAME\b/i, "renames something"],
  [/\bALTER\s+(COLUMN\s+)?("[^"]+"|\w+)\s+(SET\s+DATA\s+)?TYPE\b/i, "changes a type"],
  [/\bSET\s+NOT\s+NULL\b/i, "requires a value"],
  [
    /\bADD\s+(COLUMN\s+)?(?!CONSTRAINT\b)(?=[^,;]*\bNOT\s+NULL\b)(?![^,;]*\b(DEFAULT|GENERATED)\b)/i,
    "requires a value",
  ],
  [/\bADD\s+(CONSTRAINT\b|CHECK\b|FOREIGN\b|UNIQUE\b|PRIMARY\b)(?![^;]*\bNOT\s+VALID\b)/i, "restricts values"],
  [/\bCREATE\s+UNIQUE\s+INDEX\b/i, "restricts values"],
  [/\b(TRUNCATE|DELETE\s+FROM)\b/i, "deletes rows"],
  [/\bUPDATE\s+("[^"]+"|\w+)\s+SET\b/i, "changes rows"],
  [/\bREVOKE\b/i, "takes rights away"],
  [/\b(OWNER\s+TO|SET\s+SCHEMA)\b/i, "moves something away"],
  [/\b(ENABLE|FORCE)\s+ROW\s+LEVEL\s+SECURITY\b/i, "hides rows"],
  [/\b(LOCK\s+TABLE|VACUUM\s+FULL|CLUSTER)\b/i, "locks a table"],
  [
    /\b(CREATE\s+(UNIQUE\s+)?INDEX|REINDEX\s+(INDEX|TABLE))\s+(?!CONCURRENTLY\b)/i,
    "locks a table while it builds an index",
  ],
];

const transactionControl = /^\s*(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|SAVEPOINT)\b/i;

/** All that is wrong with a migration, by the rules of `addressbook/migrations/README.md`. */
export function migrationProblems(sql: string): string[] {
  const isOutside = sql.startsWith("-- without a transaction\n");
  const problems = statements(sql).flatMap(({ text, comments }) => {
    const found = contractions.filter(([pattern]) => pattern.test(text)).map(([, what]) => what);
    const isExplained = /^-- contract: \S.*$/m.test(comments);
    return [
      ...(isExplained ? [] : [...new Set(found)].map((what) => `${what} and needs \`-- contract: …\`: ${text}`)),
      ...(transactionControl.test(text) ? [`is in a transaction already: ${text}`] : []),
      ...(/\bCONCURRENTLY\b/i.test(text) && !isOutside ? [`needs \`-- without a transaction\`: ${text}`] : []),
      ...(/\bINDEX\s+CONCURRENTLY\b/i.test(text) && !canRunAgain(text, sql) ? [`cannot run again: ${text}`] : []),
    ];
  });
  return isOutside && /\$\w*\$/.test(sql)
    ? [...problems, "is split at line ends, and must not hold a block"]
    : problems;
}

/** An index that is made must first be dropped, if it is there. */
function canRunAgain(text: string, sql: string): boolean {
  const [, name] = /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+("[^"]+"|\w+)/i.exec(text) ?? [];
  return name === undefined
    ? /\bIF\s+EXISTS\b/i.test(text)
    : sql.includes(`DROP INDEX CONCURRENTLY IF EXISTS ${name};`);
}

/** Statements with the comments before them; blocks between dollar signs are one, and are looked into as well. */
function statements(sql: string): { readonly text: string; readonly comments: string }[] {
  const parts = /(\$\w*\$)[^]*?\1|'(?:[^']|'')*'|--[^\n]*|;|[^]/g;
  const found: { text: string; comments: string }[] = [];
  let [text, comments] = ["", ""];
  for (const [part] of `${sql};`.matchAll(parts)) {
    if (part === ";") {
      if (text.trim() !== "") found.push({ text: text.trim(), comments });
      [text, comments] = ["", ""];
    } else if (part.startsWith("--")) comments += `${part}\n`;
    else text += part;
  }
  return found;
}
