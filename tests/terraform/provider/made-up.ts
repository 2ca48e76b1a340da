import { createHash } from "node:crypto";

import type { Block, NestedBlock, ValueType } from "../bindings/schema";
import type { Cloud } from "../behaviours/behaviour";
import { Unknown, unknown, type Values } from "../behaviours/values";
import { absent, mapBlock } from "./blocks";

/** Values that are the same whenever they are made up for the same thing. */
export function madeUpFor(provider: Values, ...thing: readonly unknown[]): Cloud {
  const seed = JSON.stringify(thing);
  let drawn = 0;
  const hex = (digits: number): string => {
    let text = "";
    while (text.length < digits) {
      drawn += 1;
      text += createHash("sha256").update(`${seed} ${drawn}`).digest("hex");
    }
    return text.slice(0, digits);
  };
  const decimal = (digits: number): string => {
    const number = BigInt(`0x${hex(digits + 8)}`).toString();
    return `${Number(number.charAt(0)) || 1}${number.slice(1, digits).padEnd(digits - 1, "0")}`;
  };
  const uuid = (): string => [8, 4, 4, 4, 12].map((digits) => hex(digits)).join("-");
  return { provider, hex, decimal, uuid };
}

/** Puts an answer of the cloud, or something of the right type, in the place of everything that is unknown. */
export function fillIn(block: Block, planned: Values, answers: Values, cloud: Cloud, path = ""): Values {
  const filled: Values = {};
  for (const [name, { type }] of Object.entries(block.attributes)) {
    const value: unknown = planned[name];
    const place = `${path}${name}`;
    // an answer may be that there is nothing
    filled[name] = !(value instanceof Unknown)
      ? value
      : place in answers
        ? (answers[place] as unknown)
        : anyValue(type, name, cloud);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const value: unknown = planned[name];
    const place = `${path}${name}`;
    const known = value instanceof Unknown ? answeredBlock(nested, answers, place) : value;
    filled[name] = mapBlock(nested, known, (object) => fillIn(nested.block, object, answers, cloud, `${place}.`));
  }
  return filled;
}

/** A block that the cloud fills in is there when it answers with it, or with something in it. */
function answeredBlock(nested: NestedBlock, answers: Values, place: string): unknown {
  if (place in answers) return answers[place];
  const names = Object.keys(answers)
    .filter((name) => name.startsWith(`${place}.`))
    .map((name) => name.slice(place.length + 1).split(".")[0] ?? "");
  if (names.length === 0) return absent(nested);
  const unknownOnes = Object.fromEntries(names.map((name) => [name, unknown]));
  return nested.nesting === "single" ? unknownOnes : [unknownOnes];
}

function anyValue(type: ValueType, name: string, cloud: Cloud): unknown {
  if (type === "string") return `${name.replaceAll("_", "-")}-${cloud.hex(8)}`;
  if (type === "number") return 1;
  if (type === "bool") return false;
  if (type === "dynamic") return null;
  if (type[0] === "object")
    return Object.fromEntries(Object.entries(type[1]).map(([inner, of]) => [inner, anyValue(of, inner, cloud)]));
  if (type[0] === "map") return {};
  // a list of objects is read by position, so one is there
  return Array.isArray(type[1]) && type[1][0] === "object" ? [anyValue(type[1], name, cloud)] : [];
}
