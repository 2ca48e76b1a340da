/** Asks again until the answer has a member, for a few seconds. */
export async function until<T extends object>(member: keyof T, ask: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await ask();
    if (answer[member] !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`there was never a ${String(member)}`);
}
