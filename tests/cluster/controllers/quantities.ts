const units: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A quantity as a number: `500m` is 0.5, `1Ki` is 1024. */
export function quantity(text: string | number | undefined): number {
  const [, number = "0", unit = ""] = /^([\d.]+(?:e\d+)?)([A-Za-z]*)$/.exec(String(text ?? 0)) ?? [];
  return Number(number) * (units[unit] ?? 1);
}

/** As Kubernetes writes it: whole units, or thousandths of a processor. */
export const formatQuantity = (resource: string, value: number): string => {
  if (resource.endsWith("cpu")) return Number.isInteger(value) ? String(value) : `${Math.round(value * 1000)}m`;
  if (!/memory|storage/.test(resource)) return String(value);
  const unit = ["Gi", "Mi", "Ki"].find((name) => value > 0 && value % (units[name] ?? 1) === 0);
  return unit === undefined ? String(value) : `${value / (units[unit] ?? 1)}${unit}`;
};
