import { shellCommands } from "../../../pipelines/commands/shell-commands";

/** `~` in a subshell, `>` where the output goes elsewhere, variables before the colon. */
const shown = (line: string): string[] =>
  shellCommands(line).map(
    ({ words, assignments, isInSubshell, isRedirected }) =>
      `${isInSubshell ? "~" : ""}${isRedirected ? ">" : ""}${assignments.map((each) => `${each}: `).join("")}${words.join("|")}`,
  );

test.each([
  ["a b; c & d && e || f\ng", ["a|b", "c", "d", "e", "f", "g"]],
  ["a | b |& c", [">a", ">b", "c"]],
  ["a > file b 2>&1", [">a|b"]],
  ["a < file <<< text b", ["a|b"]],
  [`a "b c" 'd e' f\\ g "h \\" i"`, ['a|b c|d e|f g|h " i']],
  [`a '$B' \\$C "\\$D" $E "$F"`, ["a|B|C|D|$E|$F"]],
  ["A=1 B=$C d E=2", ["A=1: B=$C: d|E=2"]],
  ["A=1", ["A=1: "]],
  ["if a; then b; elif ! c; then d; else e; fi", ["a", "b", "c", "d", "e", "fi"]],
  ["(a; (b)) && c", ["~a", "~b", "c"]],
  [`a "$(b "$(c ')')" | d)" e`, ["~c|)", "~>b|", "~d", "a||e"]],
  ["a `b c`", ["~b|c", "a|"]],
  ["a # b; c\nd#e", ["a", "d#e"]],
  ['a "$(b', ["~b", "a|"]],
  ["", []],
])("%s", (line, expected) => {
  expect(shown(line)).toEqual(expected);
});
