const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** Any quantity of Kubernetes as a number: `100m`, `3919660Ki`, `2e3`. Undefined when it is none. */
export function amountOf(quantity: string | null | undefined): number | undefined {
  const [, digits, suffix = ""] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)(\w*)$/.exec(quantity ?? "") ?? [];
  const factor = factors[suffix];
  const amount = Number(digits);
  return digits === undefined || factor === undefined || Number.isNaN(amount) ? undefined : amount * factor;
}

/** `940m of processor`, `1300Mi of memory` */
export function shownAmount(resource: string, amount: number): string {
  if (resource === "cpu") return `${Math.round(amount * 1000)}m of processor`;
  if (resource === "memory") return `${Math.floor(amount / 2 ** 20)}Mi of memory`;
  if (resource === "ephemeral-storage") return `${Math.floor(amount / 2 ** 20)}Mi of disk`;
  return `${amount} ${resource}`;
}
