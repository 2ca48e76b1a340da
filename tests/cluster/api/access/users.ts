/** What somebody may do. `*` stands for everything. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  /** The core is the empty one. */
  readonly apiGroups: readonly string[];
  /** `deployments`, `pods/log` */
  readonly resources: readonly string[];
  /** @default - all names */
  readonly resourceNames?: readonly string[];
}

/** Somebody who can log in with a token. */
export interface User {
  readonly name: string;
  readonly token: string;
  readonly rules: readonly PolicyRule[];
}

/** One thing that somebody wants to do. */
export interface Attempt {
  readonly verb: string;
  readonly group: string;
  /** With the subresource: `pods/log`. */
  readonly resource: string;
  /** @default - none, or all */
  readonly namespace?: string;
  /** @default - none, or all */
  readonly name?: string;
}

/** Something that is refused though the rules allow it. */
export type Refused = Partial<Attempt>;

const everything: PolicyRule = { verbs: ["*"], apiGroups: ["*"], resources: ["*"] };

/** What everybody may do. */
export const ofEveryone: readonly PolicyRule[] = [
  {
    verbs: ["create"],
    apiGroups: ["authorization.k8s.io"],
    resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
  },
  { verbs: ["create"], apiGroups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"] },
];

/** Who can use the API. There is an `admin`, who may do everything. */
export class Users {
  private readonly users = new Map<string, User>();
  private readonly refused = new Map<string, Refused[]>();
  private readonly tokens = new Map<string, string>();
  private issued = 0;

  constructor() {
    this.add("admin", [everything]);
  }

  /** Adds somebody, or gives somebody other rules. */
  add(name: string, rules: readonly PolicyRule[] = [everything]): User {
    const token = this.users.get(name)?.token ?? this.issue(name);
    const user = { name, token, rules };
    this.users.set(name, user);
    return user;
  }

  /** @throws when there is nobody of that name */
  find(name: string): User {
    const user = this.users.get(name);
    if (user === undefined) throw new Error(`nobody is called ${name}: ${[...this.users.keys()].join(", ")}`);
    return user;
  }

  /** From now on, somebody's token is no longer good. @returns the new one, which is */
  expireToken(name: string): string {
    const user = this.find(name);
    this.tokens.delete(user.token);
    const token = this.issue(name);
    this.users.set(name, { ...user, token });
    return token;
  }

  /** Refuses somebody single things: `{ verb: "patch", resource: "deployments" }`. */
  refuse(name: string, what: Refused): void {
    this.refused.set(name, [...(this.refused.get(name) ?? []), what]);
  }

  /** Lifts everything that was refused somebody. */
  allowAgain(name: string): void {
    this.refused.delete(name);
  }

  /** Whose token it is; undefined when it is nobody's, or no longer good. */
  withToken(token: string): User | undefined {
    const name = this.tokens.get(token);
    return name === undefined ? undefined : this.users.get(name);
  }

  isAllowed({ name, rules }: User, attempt: Attempt): boolean {
    const isRefused = (this.refused.get(name) ?? []).some((what) =>
      (Object.keys(what) as (keyof Attempt)[]).every((key) => what[key] === attempt[key]),
    );
    return !isRefused && [...ofEveryone, ...rules].some((rule) => allows(rule, attempt));
  }

  private issue(name: string): string {
    const token = `token-of-${name}-${++this.issued}`;
    this.tokens.set(token, name);
    return token;
  }
}

function allows({ verbs, apiGroups, resources, resourceNames }: PolicyRule, attempt: Attempt): boolean {
  const [, subresource] = attempt.resource.split("/");
  const fits = (values: readonly string[], value: string) => values.includes("*") || values.includes(value);
  return (
    fits(verbs, attempt.verb) &&
    fits(apiGroups, attempt.group) &&
    (fits(resources, attempt.resource) || (subresource !== undefined && resources.includes(`*/${subresource}`))) &&
    (resourceNames === undefined || resourceNames.includes(attempt.name ?? ""))
  );
}
