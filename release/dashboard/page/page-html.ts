import { createHash } from "node:crypto";

import type { DashboardState, Sample } from "../dashboard-state";
import type { PageBundle } from "./bundle";

/** What a page shows that no server stands behind. */
export interface PageRecord {
  readonly bundle: PageBundle;
  readonly state: DashboardState;
  readonly samples: readonly Sample[];
}

/**
 * The page's HTML.
 *
 * @param record what it shows, for a file that needs nothing else. @default - it asks its server, which has `app.js` and
 *   `app.css` beside it
 */
export const pageHtml = (title: string, record?: PageRecord): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${record === undefined ? "" : policy(record.bundle)}<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
${record === undefined ? '<link rel="stylesheet" href="app.css">' : `<style>${record.bundle.style}</style>`}
</head>
<body>
<div id="page"><noscript>This page needs JavaScript.</noscript></div>
${record === undefined ? '<script src="app.js"></script>' : recorded(record)}
</body>
</html>
`;

/** Nothing runs but this very script, should a text of the cluster ever find a way into the page. */
const policy = ({ script, style }: PageBundle): string =>
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'">\n`;

const hashOf = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

const recorded = ({ bundle, state, samples }: PageRecord): string =>
  `<script type="application/json" id="data">${harmless(JSON.stringify({ state, samples }))}</script>
<script>${bundle.script}</script>`;

/** No text in it ends the element, or begins a comment, and it is the same JSON. */
const harmless = (json: string): string => json.replaceAll("<", String.raw`\u003c`);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
