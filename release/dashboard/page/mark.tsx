const shapes = {
  check: "M3.5 8.5l3 3 6-7",
  cross: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  question: "M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.8-1.1 1.6M8 12v.2",
  exclamation: "M8 3.5v5.5M8 12v.2",
  clock: "M8 2.5a5.5 5.5 0 1 0 .01 0M8 5v3.2l2 1.3",
  ring: "M8 4.5a3.5 3.5 0 1 0 .01 0",
  dash: "M4.5 8h7",
  down: "M8 3.5v8.5M4.8 9l3.2 3 3.2-3",
  turn: "M8 2.5a5.5 5.5 0 0 1 5.5 5.5",
} as const;

/** What stands before a word: a shape and a colour, neither of which says anything that the word does not. */
const looks = {
  good: ["check", "good"],
  bad: ["cross", "bad"],
  doubtful: ["question", "doubtful"],
  warning: ["exclamation", "doubtful"],
  waits: ["clock", "doubtful"],
  runs: ["turn", "active"],
  later: ["ring", "quiet"],
  nothing: ["dash", "quiet"],
  ends: ["down", "quiet"],
} as const satisfies Record<string, readonly [keyof typeof shapes, string]>;

export type Look = keyof typeof looks;

export function Mark({ look }: { readonly look: Look }) {
  const [shape, tone] = looks[look];
  return (
    <svg class={`mark ${tone} ${shape}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[shape]} />
    </svg>
  );
}
