import type { JsonObject } from "./json";
import { StatusError } from "./status-error";

/** How a field is written: by its number, with a name and what it holds. */
type Fields = Readonly<Record<number, readonly [name: string, type: FieldType]>>;
type FieldType = "text" | "bytes" | "number" | "flag" | "textMap" | "bytesMap" | "texts" | Fields;

const metadata: Fields = {
  1: ["name", "text"],
  2: ["generateName", "text"],
  3: ["namespace", "text"],
  5: ["uid", "text"],
  6: ["resourceVersion", "text"],
  11: ["labels", "textMap"],
  12: ["annotations", "textMap"],
  14: ["finalizers", "texts"],
};

const deleteOptions: Fields = {
  1: ["gracePeriodSeconds", "number"],
  2: ["preconditions", { 1: ["uid", "text"], 2: ["resourceVersion", "text"] }],
  4: ["propagationPolicy", "text"],
  5: ["dryRun", "texts"],
};

const access: Fields = {
  1: ["namespace", "text"],
  2: ["verb", "text"],
  3: ["group", "text"],
  4: ["version", "text"],
  5: ["resource", "text"],
  6: ["subresource", "text"],
  7: ["name", "text"],
};

/** The few kinds that `kubectl` sends in no other form. */
const kinds: Readonly<Record<string, Fields>> = {
  ConfigMap: {
    1: ["metadata", metadata],
    2: ["data", "textMap"],
    3: ["binaryData", "bytesMap"],
    4: ["immutable", "flag"],
  },
  Secret: {
    1: ["metadata", metadata],
    2: ["data", "bytesMap"],
    3: ["type", "text"],
    4: ["stringData", "textMap"],
    5: ["immutable", "flag"],
  },
  Namespace: { 1: ["metadata", metadata] },
  ServiceAccount: { 1: ["metadata", metadata] },
  DeleteOptions: deleteOptions,
  Eviction: { 1: ["metadata", metadata], 2: ["deleteOptions", deleteOptions] },
  SelfSubjectAccessReview: { 1: ["metadata", metadata], 2: ["spec", { 1: ["resourceAttributes", access] }] },
  SelfSubjectRulesReview: { 1: ["metadata", metadata], 2: ["spec", { 1: ["namespace", "text"] }] },
  SelfSubjectReview: { 1: ["metadata", metadata] },
};

const magic = Buffer.from("k8s\0");

/** Around every object: what it is, and its bytes. */
const envelope: Fields = {
  1: ["type", { 1: ["apiVersion", "text"], 2: ["kind", "text"] }],
  2: ["raw", "bytes"],
};

/** Reads an object of Kubernetes' protocol buffers, if its kind is one of the few that are known. */
export function readProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, magic.length).equals(magic)) throw unknownFormat("no protocol buffer of Kubernetes");
  const { type, raw = "" } = readMessage(body.subarray(magic.length), envelope);
  const { apiVersion, kind = "" } = type as { apiVersion?: string; kind?: string };
  const fields = kinds[kind];
  if (fields === undefined) throw unknownFormat(`the test cluster reads ${kind} as JSON only: use kubectl apply`);
  return { ...readMessage(Buffer.from(raw as string, "base64"), fields), apiVersion, kind };
}

const unknownFormat = (why: string): StatusError => new StatusError(415, "UnsupportedMediaType", why);

function readMessage(bytes: Buffer, fields: Fields): JsonObject {
  const message: JsonObject = {};
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = fields[Math.floor(tag / 8)];
    if (tag % 8 === 0) {
      const value = varint();
      if (field !== undefined) message[field[0]] = field[1] === "flag" ? value === 1 : value;
      continue;
    }
    if (tag % 8 !== 2) throw unknownFormat("a field of an unknown type");
    const length = varint();
    const content = bytes.subarray(at, at + length);
    at += length;
    if (field !== undefined) put(message, field[0], content, field[1]);
  }
  return message;
}

function put(message: JsonObject, name: string, content: Buffer, type: FieldType): void {
  if (typeof type === "object") {
    message[name] = readMessage(content, type);
  } else if (type === "texts") {
    message[name] = [...((message[name] ?? []) as string[]), content.toString()];
  } else if (type === "textMap" || type === "bytesMap") {
    const { key, value = "" } = readMessage(content, {
      1: ["key", "text"],
      2: ["value", type === "textMap" ? "text" : "bytes"],
    });
    message[name] = { ...((message[name] ?? {}) as JsonObject), [key as string]: value };
  } else {
    const text = type === "bytes" ? content.toString("base64") : content.toString();
    if (text !== "") message[name] = text;
  }
}
