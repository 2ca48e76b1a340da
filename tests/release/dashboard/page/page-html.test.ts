import { createHash } from "node:crypto";

import { pageHtml } from "../../../../release/dashboard/page/page-html";
import { samples, states } from "./states";

const bundle = { script: 'console.log("page")', style: "body{margin:0}" };
const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

describe("The HTML of the page", () => {
  test("has its script and style beside it when a server is there", () => {
    expect(pageHtml("addressbook in aws-demo")).toBe(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>addressbook in aws-demo</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="app.css">
</head>
<body>
<div id="page"><noscript>This page needs JavaScript.</noscript></div>
<script src="app.js"></script>
</body>
</html>
`);
  });

  test("has all within it as a record, and runs nothing else", () => {
    const html = pageHtml("record", { bundle, state: states.verified, samples: samples() });
    expect(html).toContain(
      `content="default-src 'none'; script-src ${hashOf(bundle.script)}; style-src ${hashOf(bundle.style)}; img-src data:; base-uri 'none'; form-action 'none'"`,
    );
    expect(html).toContain(`<script>${bundle.script}</script>`);
    expect(html).toContain(`<style>${bundle.style}</style>`);
    expect(html).not.toMatch(/(src|href)="app/);
  });

  test("keeps hostile texts as data", () => {
    const state = states.hostile;
    const html = pageHtml("</title><script>alert(1)</script>", { bundle, state, samples: [] });
    const [, data = ""] = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(html) ?? [];
    expect(JSON.parse(data)).toEqual(JSON.parse(JSON.stringify({ state, samples: [] })));
    expect(html.match(/<script|<!--|<img|<title/g)).toEqual(["<title", "<script", "<script"]);
    expect(html).toContain("<title>&#60;/title&#62;&#60;script&#62;alert(1)&#60;/script&#62;</title>");
  });
});
