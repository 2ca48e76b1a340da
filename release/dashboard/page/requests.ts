import { parsed } from "./shown";

/** What the server has answered, or why it does not. */
export type Answer<Value> = { readonly value: Value } | { readonly message: string };

export const get = <Value>(path: string): Promise<Answer<Value>> => ask(path, {});

export const post = (path: string, body: unknown): Promise<Answer<unknown>> =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

async function ask<Value>(path: string, request: RequestInit): Promise<Answer<Value>> {
  try {
    const response = await fetch(path, request);
    const text = await response.text();
    if (response.ok) return { value: (text === "" ? undefined : parsed(text)) as Value };
    return { message: messageOf(text) ?? `The dashboard answers ${response.status}.` };
  } catch {
    return { message: "The dashboard does not answer: is it still running?" };
  }
}

function messageOf(text: string): string | undefined {
  try {
    const { message } = parsed(text) as { readonly message?: unknown };
    return typeof message === "string" ? message : undefined;
  } catch {
    // an answer of something that stands between
    return undefined;
  }
}
