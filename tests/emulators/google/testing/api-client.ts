/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** What an answer says is wrong. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly status?: string;
  readonly errors?: readonly { readonly reason: string }[];
}

/** The APIs as they are called, for tests that would learn nothing from a client that corrects them. */
export class ApiClient {
  constructor(private readonly address: string) {}

  /** `ask("POST /compute/v1/projects/p/global/networks", { name: "n" })` */
  async ask(operation: string, body?: unknown): Promise<Answer> {
    const [method = "", path = ""] = operation.split(" ");
    const response = await fetch(`${this.address}${path}`, {
      method,
      headers: { Authorization: "Bearer emulated", "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const { status, headers } = response;
    const text = await response.text();
    return { status, headers, body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown> };
  }

  /** For what a test takes for granted. */
  async must<T = Record<string, unknown>>(operation: string, body?: unknown): Promise<T> {
    const answer = await this.ask(operation, body);
    if (answer.status >= 400) throw new Error(`${operation}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  /** For what a test wants to be refused. */
  async refused(operation: string, body?: unknown): Promise<Refusal> {
    const answer = await this.ask(operation, body);
    if (answer.status < 400) throw new Error(`${operation} was not refused: ${JSON.stringify(answer.body)}`);
    return answer.body["error"] as Refusal;
  }
}
