/** Now, or so many seconds from now, in the form of the API: `2026-11-20T10:00:00Z`. */
export const timestamp = (seconds = 0): string =>
  new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
