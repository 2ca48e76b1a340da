import type { Handler } from "./api-request";

/** A handler, and what it answers to: `GET /v2/vpcs/{id}`. */
export interface Route {
  readonly operation: string;
  readonly handler: Handler;
}

/** Routes by method and path. */
export class Router {
  private readonly routes: (Route & { readonly pattern: RegExp })[] = [];

  /** @param operation `GET /v2/vpcs/{id}`; of two that fit, the one that was added first is taken */
  on(operation: string, handler: Handler): this {
    const source = operation.replaceAll(".", "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    this.routes.push({ operation, handler, pattern: new RegExp(`^${source}$`) });
    return this;
  }

  find(method: string, path: string): (Route & { readonly parameters: Record<string, string> }) | undefined {
    for (const { operation, handler, pattern } of this.routes) {
      const match = pattern.exec(`${method} ${path}`);
      if (match === null) continue;
      const parameters = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      return { operation, handler, parameters: Object.fromEntries(parameters) as Record<string, string> };
    }
    return undefined;
  }
}
