import { writeFileSync } from "node:fs";

import { conversation } from "./conversation";
import { holdConversation } from "./hold-conversation";

/**
 * Holds the conversation with a real API server and keeps its answers, for the test:
 * `node tools/run-typescript.mjs tests/cluster/tests/api-comparison/record.ts https://127.0.0.1:6443 TOKEN`
 */
async function record([url = "", token = ""]: readonly string[]): Promise<void> {
  const namespace = `comparison-${Date.now()}`;
  const send = (method: string, path: string, body?: object) =>
    fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  await send("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
  const answers = await holdConversation(conversation, { url, token, namespace });
  await send("DELETE", `/api/v1/namespaces/${namespace}`);
  const lines = answers.map((answer) => JSON.stringify(answer));
  writeFileSync("tests/cluster/tests/api-comparison/answers.txt", `${lines.join("\n")}\n`);
}

void record(process.argv.slice(2));
