/** So many of so many. */
export interface Share {
  readonly events: number;
  readonly total: number;
}

/**
 * How far two shares are from differing by `margin`, in standard deviations; positive when the first one is greater. The
 * deviation is that of the likeliest probabilities that differ by the margin (Farrington and Manning 1990).
 */
export function score(one: Share, other: Share, margin: number): number {
  const [p1, p2] = [one.events / one.total, other.events / other.total];
  const distance = p1 - p2 - margin;
  const [r1, r2] = likeliest(p1, p2, other.total / one.total, margin);
  const variance = (r1 * (1 - r1)) / one.total + (r2 * (1 - r2)) / other.total;
  if (variance > 0) return distance / Math.sqrt(variance);
  return distance === 0 ? 0 : Math.sign(distance) * Infinity;
}

/** The likeliest probabilities that differ by the margin, in closed form. @param ratio of the totals, other to one */
function likeliest(p1: number, p2: number, ratio: number, margin: number): readonly [number, number] {
  const a = 1 + ratio;
  const b = -(1 + ratio + p1 + ratio * p2 + margin * (ratio + 2));
  const c = margin ** 2 + margin * (2 * p1 + ratio + 1) + p1 + ratio * p2;
  const d = -p1 * margin * (1 + margin);
  const shift = b / (3 * a);
  const v = shift ** 3 - (b * c) / (6 * a ** 2) + d / (2 * a);
  const u = (v < 0 ? -1 : 1) * Math.sqrt(Math.max(0, shift ** 2 - c / (3 * a)));
  const cosine = u === 0 ? 0 : Math.min(1, Math.max(-1, v / u ** 3));
  const r1 = 2 * u * Math.cos((Math.PI + Math.acos(cosine)) / 3) - shift;
  const first = Math.min(Math.min(1, 1 + margin), Math.max(Math.max(0, margin), r1));
  return [first, Math.min(1, Math.max(0, first - margin))];
}
