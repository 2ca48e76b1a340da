/** What the API adds or counts itself, and what can only be written. */
const notCompared = new Set([
  "resourceVersion",
  "managedFields",
  "creationTimestamp",
  "generation",
  "stringData",
  "status",
]);

/**
 * Whether an object of the API is the one that was sent, completed with defaults. Tells a write whose answer was lost
 * from a write by somebody else.
 */
export function contains(found: unknown, sent: unknown): boolean {
  if (sent === undefined || sent === null) return true;
  if (Array.isArray(sent)) {
    return (
      Array.isArray(found) && found.length === sent.length && sent.every((item, index) => contains(found[index], item))
    );
  }
  if (typeof sent === "object") {
    if (typeof found !== "object" || found === null) return isEmpty(sent);
    return (
      hasValues(found, sent) &&
      Object.entries(sent).every(
        ([key, value]) => notCompared.has(key) || contains((found as Record<string, unknown>)[key], value),
      )
    );
  }
  return found === sent || isSameQuantity(found, sent);
}

/** What is empty is left out by the API. */
const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

/** A Secret takes its values as text, and gives them back encoded. */
function hasValues(found: object, sent: object): boolean {
  const { stringData } = sent as { stringData?: Readonly<Record<string, string>> };
  const { data } = found as { data?: Readonly<Record<string, string>> };
  return Object.entries(stringData ?? {}).every(([key, text]) => data?.[key] === Buffer.from(text).toString("base64"));
}

const factors: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** `0.5` is written `500m` by the API. */
function isSameQuantity(found: unknown, sent: unknown): boolean {
  const [one, other] = [quantity(found), quantity(sent)];
  return one !== undefined && other !== undefined && Math.abs(one - other) <= Math.abs(one) * 1e-9;
}

function quantity(value: unknown): number | undefined {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)(m|k|M|G|Ki|Mi|Gi)?$/.exec(String(value)) ?? [];
  const factor = factors[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}
