import { isPlainObject } from "../defaults";
import type { Problem } from "../problems";

const secretValues: readonly RegExp[] = [
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/, // access key of AWS
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bdo[opr]_v1_[0-9a-f]{16,}/, // token of DigitalOcean
  /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}/,
  /\bAIza[\w-]{35}/, // key of Google
  /"type"\s*:\s*"service_account"/,
  /\b[a-z][a-z0-9+]*:\/\/[^\s:/@]*:[^\s@]+@/, // URL with a password; Redis has no user
  /\bxox[abprs]-[\w-]{10,}/,
];

const secretKey = /passw(or)?d|secret|token|api_?key|private_?key|credential/i;
// names of settings that speak of a secret without holding one
const harmlessKey = /(_DIR|_FILE|_PATH|Version)$/;

/** Bodies of functional tests are the deepest; what is deeper contains itself. */
const deepest = 12;

const forbiddenKeys = ["__proto__", "constructor", "prototype"];

/**
 * What is wrong with the text of an environment, before its meaning is looked at: secrets in clear, invisible
 * characters, keys that would change the prototype of an object. The value is never part of the problem.
 */
export function textProblems(written: unknown, path = ""): Problem[] {
  if (typeof written === "string") return stringProblems(written, path);
  // an object may contain itself
  if (path.split(".").length > deepest) return [{ path, rule: "is nested too deep" }];
  if (Array.isArray(written)) return written.flatMap((item, index) => textProblems(item, join(path, String(index))));
  if (!isPlainObject(written)) return [];
  return Object.entries(written).flatMap(([key, value]) => {
    const here = join(path, key);
    if (forbiddenKeys.includes(key)) return [{ path: here, rule: "is not a setting" }];
    if (secretKey.test(key) && !harmlessKey.test(key) && holdsSomething(value)) return [secret(here)];
    return textProblems(value, here);
  });
}

function holdsSomething(value: unknown): boolean {
  return ["string", "number", "object"].includes(typeof value) && value !== "" && value !== null;
}

function stringProblems(written: string, path: string): Problem[] {
  if (secretValues.some((pattern) => pattern.test(written))) return [secret(path)];
  const invisible = /[\p{Cc}\p{Cf}]/u.exec(written)?.[0].codePointAt(0);
  return invisible === undefined
    ? []
    : [
        {
          path,
          rule: `must not hold invisible characters, got: U+${invisible.toString(16).toUpperCase().padStart(4, "0")}`,
        },
      ];
}

function secret(path: string): Problem {
  return {
    path,
    rule: "looks like a secret in clear",
    fix: "remove it from the file and revoke it; passwords are generated and read from the cloud's own store",
  };
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
