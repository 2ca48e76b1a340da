/** `100m` and `0.5` as thousandths of a processor. */
export function millicores(quantity: string): number {
  return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) : Math.round(Number(quantity) * 1000);
}

const mebibytes: Readonly<Record<string, number>> = { "": 2 ** -20, Ki: 2 ** -10, Mi: 1, Gi: 2 ** 10, Ti: 2 ** 20 };

/** `128Mi`, or bytes without a unit, as mebibytes. */
export function mib(quantity: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)([KMGT]i)?$/.exec(quantity) ?? [];
  return Number(number) * (mebibytes[unit] ?? NaN);
}
