/** What the API says of a request, which it quotes when it cannot read it, without the values of a Secret in its body. */
export function withoutSecrets(said: string, body: string | undefined): string {
  if (body === undefined || !/"kind":\s*"Secret"/.test(body)) return said;
  const quote = said.search(/, error found in #|\|/);
  const start = quote === -1 ? said : said.slice(0, quote);
  return secretsIn(body).reduce((text, secret) => text.replaceAll(secret, "…"), start);
}

/** Longest first, because one may be part of another. */
function secretsIn(body: string): string[] {
  const { data = {}, stringData = {} } = JSON.parse(body) as {
    data?: Readonly<Record<string, string>>;
    stringData?: Readonly<Record<string, string>>;
  };
  const values = [...Object.values(stringData), ...Object.values(data)];
  return [...values, ...Object.values(data).map((text) => Buffer.from(text, "base64").toString())]
    .filter((secret) => secret.length > 2)
    .sort((one, other) => other.length - one.length);
}
