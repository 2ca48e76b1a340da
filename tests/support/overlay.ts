/**
 * A change laid over settings, however wrong: objects are merged, `undefined` takes a setting away, everything else
 * replaces what was there.
 */
export function overlay(base: unknown, change: unknown): unknown {
  if (!isObject(base) || !isObject(change)) return change;
  const kept = Object.entries(base).filter(([key]) => !Object.hasOwn(change, key));
  const laid = Object.entries(change)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, Object.hasOwn(base, key) ? overlay(base[key], value) : value]);
  // unlike an assignment, this keeps a key called `__proto__` a key
  return Object.fromEntries([...kept, ...laid]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
