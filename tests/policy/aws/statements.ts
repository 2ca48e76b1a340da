import type { Resource } from "../stack";

/** One statement of an IAM policy, with lists for what may be a single text. */
export interface Statement {
  readonly allows: boolean;
  readonly actions: readonly string[];
  /** Whether it names what it is *not* about. */
  readonly isInverted: boolean;
  readonly resources: readonly string[];
  readonly principals: readonly { readonly kind: string; readonly name: string }[];
  readonly hasCondition: boolean;
  /** What the conditions with an operator and a key demand: `condition("StringEquals", "…:aud")`. */
  readonly condition: (operator: string, key: string) => readonly string[];
}

/** A statement as it is written. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- AWS has many ways to write one
export type Written = Record<string, any>;

/** The statements of a policy that is written as JSON; none when it is not one. */
export function statements(json: string): Statement[] {
  return parsed(json).map((written) => {
    const condition = (written["Condition"] ?? {}) as Record<string, Written | undefined>;
    return {
      allows: written["Effect"] === "Allow",
      actions: texts(written["Action"]),
      isInverted: ["NotAction", "NotResource", "NotPrincipal"].some((key) => key in written),
      resources: texts(written["Resource"]),
      principals: principals(written["Principal"]),
      hasCondition: Object.keys(condition).length > 0,
      condition: (operator, key) => texts(condition[operator]?.[key]),
    };
  });
}

/** Changes the statements of a policy that is written as JSON, as `jsonencode` would write it. */
export function changePolicy({ settings }: Resource, argument: string, change: (statements: Written[]) => void): void {
  const all = parsed(String(settings[argument]));
  change(all);
  settings[argument] = JSON.stringify({ Version: "2012-10-17", Statement: all });
}

function parsed(json: string): Written[] {
  if (json === "") return [];
  return [(JSON.parse(json) as { Statement: Written | Written[] }).Statement].flat();
}

const texts = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String));

function principals(written: unknown): Statement["principals"] {
  if (typeof written === "string") return [{ kind: "anybody", name: written }];
  return Object.entries((written ?? {}) as Written).flatMap(([kind, names]) =>
    texts(names).map((name) => ({ kind, name })),
  );
}
