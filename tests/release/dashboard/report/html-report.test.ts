import { createHash } from "node:crypto";

import { htmlReport } from "../../../../release/dashboard/html-report";
import { samples, states } from "../page/states";

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** What is between the tags of an element, as a browser sees it. */
const inside = (html: string, tag: "script" | "style"): string =>
  new RegExp(`<${tag}>([^]*?)</${tag}`).exec(html)?.[1] ?? "";

const dataOf = (html: string): string =>
  /<script type="application\/json" id="data">([^]*?)<\/script/.exec(html)?.[1] ?? "";

/** Texts that end an element, a comment, a line or an attribute, where they are not seen for what they are. */
const attacks = [
  "</script><script>alert(1)</script>",
  "<!--<script>",
  "]]>",
  "\u2028\u2029\0",
  `"'\`\${alert(1)}`,
  "\ud800",
];

describe("The record of a release as HTML", () => {
  test("runs its own script and style, and nothing else", () => {
    const html = htmlReport({ state: states.verified, samples: samples() });
    const script = inside(html, "script");
    const style = inside(html, "style");
    expect(script.length).toBeGreaterThan(10_000);
    expect(/content="(default-src [^"]*)"/.exec(html)?.[1]).toBe(
      `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    // a browser reads these as others, and its hashes would be others, too
    expect(script + style).not.toMatch(/[\r\0\ud800-\udfff]/);
    expect(script).not.toContain("<!--");
    expect(html).not.toMatch(/<(link|script|img|iframe)[^>]*(src|href)="(?!data:,")/);
  });

  test("is small", () => {
    const bytes = (record: Parameters<typeof htmlReport>[0]) => Buffer.byteLength(htmlReport(record));
    const empty = bytes({ state: states.nothing, samples: [] });
    expect(empty).toBeLessThan(125_000);
    expect(bytes({ state: states.nothing, samples: samples() })).toBeLessThan(empty + 200_000);
  });

  test("keeps texts as texts, wherever they come from", () => {
    const [deployment] = states.failing.deployments;
    const state = {
      ...states.failing,
      service: attacks.join(""),
      deployments: attacks.map((why) => ({ ...deployment!, why, pods: [{ ...deployment!.pods[0]!, name: why, why }] })),
      notes: attacks.map((text) => ({ at: text, by: text, text })),
    };
    const html = htmlReport({ state, samples: [] });
    expect(JSON.parse(dataOf(html))).toEqual({ state: JSON.parse(JSON.stringify(state)) as unknown, samples: [] });
    expect(dataOf(html)).not.toContain("<");
    expect(html.match(/<script|<style|<title|<!--/g)).toEqual(["<title", "<style", "<script", "<script"]);
  });
});
