/** `addressbook:1.4.0@0123456789ab` of `registry.example.com/team/addressbook:1.4.0@sha256:0123456789ab…` */
export const shortImage = (image: string): string =>
  image.replace(/^.*\//, "").replace(/@sha256:([0-9a-f]{12})[0-9a-f]*$/, "@$1");

/** `1 pod`, `200 pods` */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A link is made only of what a browser fetches: never of `javascript:`. */
export function safeUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** Three digits are enough to compare: `0.42`, `12.3`, `1234`. */
export function shortNumber(value: number): string {
  if (value === 0) return "0";
  return value.toFixed(value < 1 ? 2 : value < 100 ? 1 : 0);
}
