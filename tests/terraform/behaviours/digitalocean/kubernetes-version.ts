interface Version {
  readonly numbers: readonly number[];
  /** `do.0`; empty for a release. */
  readonly suffix: string;
}

function parse(version: string): Version | undefined {
  const [, numbers, suffix = ""] = /^v?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.~-]+))?$/.exec(version) ?? [];
  return numbers === undefined ? undefined : { numbers: numbers.split(".").map(Number), suffix };
}

/**
 * Whether the provider takes the first version for lower than the second. To it a minor version without a patch
 * (`1.35`) is lower than any patch of it, and what is not a version (`latest`) is not lower than anything.
 */
export function isLowerVersion(version: string, than: string): boolean {
  const [first, second] = [parse(version), parse(than)];
  if (first === undefined || second === undefined) return false;
  for (let index = 0; index < Math.max(first.numbers.length, second.numbers.length); index++) {
    const difference = (first.numbers[index] ?? 0) - (second.numbers[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  // a version without a suffix comes after all versions with one
  if (first.suffix === "" || second.suffix === "") return first.suffix !== "" && second.suffix === "";
  return first.suffix.localeCompare(second.suffix, "en", { numeric: true }) < 0;
}
