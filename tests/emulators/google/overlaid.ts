/** Settings laid over others: objects member by member, everything else as a whole. */
export function overlaid<T extends object>(below: T, above: Partial<T>): T {
  const members = Object.entries(above).filter(([, value]) => value !== undefined);
  return {
    ...below,
    ...Object.fromEntries(members.map(([name, value]) => [name, merged(Reflect.get(below, name), value)])),
  };
}

const merged = (below: unknown, above: unknown): unknown =>
  isPlain(below) && isPlain(above) ? overlaid(below, above) : above;

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
