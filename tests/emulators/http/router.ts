/** A handler, and what it answers to: `GET /v2/vpcs/{id}`. */
export interface Route<H> {
  readonly operation: string;
  readonly handler: H;
}

/** A route that a request was found to mean. */
export interface FoundRoute<H> extends Route<H> {
  /** What stands for `{name}` in the path. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Routes by method and path. */
export class Router<H> {
  private readonly routes: (Route<H> & { readonly pattern: RegExp })[] = [];

  /** @param parameter pattern of what can stand for `{name}`. @default - anything but a slash */
  constructor(private readonly parameter = "[^/]+") {}

  /**
   * @param operation `GET /v2/vpcs/{id}`, or `GET /{bucket}/{path+}` where one may stand for anything; of two that fit,
   *   the one that was added first is taken
   */
  on(operation: string, handler: H): this {
    const source = operation
      .replaceAll(".", "\\.")
      .replace(/\{(\w+)\+\}/g, "(?<$1>.+)")
      .replace(/\{(\w+)\}/g, `(?<$1>${this.parameter})`);
    this.routes.push({ operation, handler, pattern: new RegExp(`^${source}$`) });
    return this;
  }

  find(method: string, path: string): FoundRoute<H> | undefined {
    for (const { operation, handler, pattern } of this.routes) {
      const match = pattern.exec(`${method} ${path}`);
      if (match === null) continue;
      const parameters = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      return { operation, handler, parameters: Object.fromEntries(parameters) as Record<string, string> };
    }
    return undefined;
  }
}
