import { bundlePage, type PageBundle } from "../../../../release/dashboard/page/bundle";

describe("The bundle of the page", () => {
  let bundle: PageBundle;
  beforeAll(async () => {
    bundle = await bundlePage();
  });

  test("is small", () => {
    const bytes = Buffer.byteLength(bundle.script) + Buffer.byteLength(bundle.style);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(110_000);
  });

  test("asks for nothing but what its server has", () => {
    const addresses = bundle.script.match(/\b(?:https?|wss?):\/\/[\w./-]+/g) ?? [];
    // the names of formats, which nobody fetches
    expect(addresses.filter((address) => !address.startsWith("http://www.w3.org/"))).toEqual([]);
    expect(bundle.style).not.toMatch(/@import|url\(/);
  });

  test("can stand within an HTML file", () => {
    expect(bundle.script).not.toMatch(/<\/script|<!--/i);
    expect(bundle.style).not.toMatch(/<\/style/i);
  });
});
