import { printable } from "../terminal/printable";

/** An element of XML; attributes that are undefined are left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  /** Elements or a text, @default - neither */
  readonly content?: readonly XmlElement[] | string;
}

/** A document with this element, indented. */
export const xmlDocument = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${render(root, "")}\n`;

function render({ name, attributes, content = [] }: XmlElement, margin: string): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value), true)}"`)
    .join("");
  if (content.length === 0) return `${margin}<${name}${given}/>`;
  if (typeof content === "string") return `${margin}<${name}${given}>${escapeXml(content)}</${name}>`;
  const children = content.map((child) => render(child, `${margin}  `)).join("\n");
  return `${margin}<${name}${given}>\n${children}\n${margin}</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
};

/** XML has no way to write most control characters, and none for half a surrogate pair. */
const escapeXml = (text: string, isAttribute = false): string =>
  printable(text)
    .replace(/[\ufffe\uffff]/g, "")
    .replace(isAttribute ? /[&<>"\n]/g : /[&<>]/g, (character) => entities[character] ?? "");
