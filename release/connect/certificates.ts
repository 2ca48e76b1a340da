import { X509Certificate } from "node:crypto";

import type { Problem } from "../../environments/schema/problems";

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** What is wrong with certificate authorities in PEM, of which there may be many; undefined when nothing is. */
export function certificateProblem(text: string): Omit<Problem, "path"> | undefined {
  const rule = "must be certificates in PEM, which begin with `-----BEGIN CERTIFICATE-----`";
  if (text.includes("\\n")) return { rule, fix: "write real line breaks in the place of `\\n`" };
  const blocks = [...text.matchAll(block)];
  if (blocks.length === 0) return { rule };
  const others = blocks.map(([, what = ""]) => what).filter((what) => what !== "CERTIFICATE");
  if (others.length > 0) return { rule: `must hold certificates only, and holds: ${[...new Set(others)].join(", ")}` };
  const broken = blocks.findIndex(([certificate]) => !canBeRead(certificate));
  return broken < 0 ? undefined : { rule: `${rule}; certificate ${broken + 1} of ${blocks.length} cannot be read` };
}

function canBeRead(certificate: string): boolean {
  try {
    new X509Certificate(certificate);
    return true;
  } catch {
    return false;
  }
}
