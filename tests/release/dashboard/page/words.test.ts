import { counted, safeUrl, shortImage, shortNumber } from "../../../../release/dashboard/page/words";
import { shortImage as ofTerminal } from "../../../../release/terminal/short-image";

describe("Words of the page", () => {
  test.each([
    `registry.example.com:5000/team/addressbook:1.4.0@sha256:${"ab".repeat(32)}`,
    `addressbook@sha256:${"01".repeat(32)}`,
    "registry.example.com/addressbook:1.4.0",
    "addressbook",
  ])("name the image %s as the terminal does", (image) => {
    expect(shortImage(image)).toBe(ofTerminal(image));
  });

  test.each([
    ["http://203.0.113.7", "http://203.0.113.7/"],
    ["https://people.example.com/", "https://people.example.com/"],
    ["javascript:alert(1)", undefined],
    ["data:text/html,<script>alert(1)</script>", undefined],
    ["203.0.113.7", undefined],
  ])("make of the address %s the link %s", (text, expected) => {
    expect(safeUrl(text)).toBe(expected);
  });

  test.each([
    [0, "0"],
    [0.004, "0.00"],
    [0.424, "0.42"],
    [12.34, "12.3"],
    [1234.5, "1235"],
  ])("write %d as %s", (value, expected) => {
    expect(shortNumber(value)).toBe(expected);
  });

  test.each([
    [1, "1 pod"],
    [200, "200 pods"],
    [0, "0 pods"],
  ])("count %d as %s", (count, expected) => {
    expect(counted(count, "pod")).toBe(expected);
  });
});
