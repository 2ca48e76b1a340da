/** `100m` and `0.5` as thousandths of a processor. */
export function millicores(quantity: string): number {
  return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) : Math.round(Number(quantity) * 1000);
}

const mebibytes = { Ki: 1 / 1024, Mi: 1, Gi: 1024 };

/** `128Mi` as mebibytes. */
export function mib(quantity: string): number {
  const unit = quantity.slice(-2) as keyof typeof mebibytes;
  return Number(quantity.slice(0, -2)) * mebibytes[unit];
}
