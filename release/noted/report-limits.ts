/** Characters of a report. The page has the same limit, and nothing else of what notes are read with. */
export const longestReport = 500;

/** Reports that people may write about one version. */
export const mostReports = 20;

/**
 * Reports that a Deployment has: those of versions that were rolled back stay with the one before. All annotations of an
 * object have 256 KiB; this many take 20 kB as people write them, and half of it at the worst.
 */
export const mostKept = 60;
