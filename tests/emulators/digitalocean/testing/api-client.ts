/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON, or an empty object when there was none. */
  readonly body: Record<string, unknown>;
}

/** The API as it is called, for tests that would learn nothing from a client that corrects them. */
export class ApiClient {
  constructor(
    private readonly address: string,
    private readonly token = "emulated",
  ) {}

  /** `ask("POST /v2/vpcs", { name: "a", region: "fra1" })` */
  async ask(operation: string, body?: unknown): Promise<Answer> {
    const [method = "", path = ""] = operation.split(" ");
    const response = await fetch(`${this.address}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json");
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : { text },
    };
  }

  /** For what a test takes for granted. @returns the one thing that the answer holds */
  async must<T = Record<string, unknown>>(operation: string, body?: unknown): Promise<T> {
    const answer = await this.ask(operation, body);
    if (answer.status >= 400) throw new Error(`${operation}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return Object.values(answer.body)[0] as T;
  }
}
