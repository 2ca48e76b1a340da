/** How a log is written that somebody else folds and searches. */
export interface LogFormat {
  /** Lines that begin a part; the one before it is ended. */
  begin(title: string): string[];
  /** Lines that end the part, if there is one. */
  end(): string[];
  /** A line such that it is not taken for a command to whoever keeps the log. */
  line(text: string): string;
}

/**
 * GitHub Actions folds groups of lines, and obeys lines that begin with `::` or hold `##[`, whoever wrote them.
 *
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function inGroups(log: "github" | "none"): LogFormat {
  if (log === "none") return { begin: () => [], end: () => [], line: (text) => text };
  let isOpen = false;
  const end = (): string[] => {
    const lines = isOpen ? ["::endgroup::"] : [];
    isOpen = false;
    return lines;
  };
  return {
    begin: (title) => {
      const lines = [...end(), `::group::${title}`];
      isOpen = true;
      return lines;
    },
    end,
    line: (text) => text.replaceAll("##[", "# #[").replace(/^(\s*):(?=:)/, "$1: "),
  };
}
