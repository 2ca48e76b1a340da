/** `0 s`, `42 s`, `1 min 05 s`, `2 h 03 min` */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** The same, to a tenth of a second below ten: `0.7 s`. */
export const shortDuration = (milliseconds: number): string =>
  milliseconds < 9950 ? `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s` : duration(milliseconds);

/** How long something exists, in its largest unit: `42 s`, `5 min`, `3 h`, `12 d`. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

/** `12:00:07`, in UTC: the runners of continuous integration have no other time, and clusters do not either. */
export const timeOfDay = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(11, 19);

const twoDigits = (number: number): string => String(number).padStart(2, "0");
