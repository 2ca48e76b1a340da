import { type Line } from "./conversation";
import { normalized } from "./normalized";

/** What was answered to a line. */
export interface Answer {
  readonly title: string;
  readonly status: number;
  readonly warnings?: string;
  readonly body: unknown;
}

/** Sends one line after the other to an API server. */
export async function holdConversation(
  lines: readonly Line[],
  server: { readonly url: string; readonly token: string; readonly namespace: string },
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { title, method, path, body, type = "application/json" } of lines) {
    const { url, token, namespace } = server;
    const response = await fetch(url + path.replace("/NS/", `/${namespace}/`), {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": type },
      ...(body !== undefined && { body: JSON.stringify(body).replaceAll('"NS"', JSON.stringify(namespace)) }),
    });
    const warnings = response.headers.get("warning");
    answers.push({
      title,
      status: response.status,
      ...(warnings !== null && { warnings }),
      body: normalized(JSON.parse(await response.text()), namespace),
    });
  }
  return answers;
}
