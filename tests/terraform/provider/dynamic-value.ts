import { decode, encode, ExtensionCodec } from "@msgpack/msgpack";

import { Unknown, unknown, type Values } from "../behaviours/values";

/** A value on the wire: MessagePack, in which Terraform has extensions for what it does not know yet. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: 0,
  encode: (value) => (value instanceof Unknown ? new Uint8Array([0]) : null),
  decode: () => unknown,
});
// unknown, with something known about it: not null, or what a string begins with
extensionCodec.register({ type: 12, encode: () => null, decode: () => unknown });

export const encodeValue = (value: Values | null): DynamicValue => ({ msgpack: encode(value, { extensionCodec }) });

export function decodeValue(value: DynamicValue | undefined | null): Values | null {
  if (value?.msgpack !== undefined && value.msgpack.length > 0)
    return decode(value.msgpack, { extensionCodec }) as Values | null;
  if (value?.json !== undefined && value.json.length > 0)
    return JSON.parse(Buffer.from(value.json).toString("utf8")) as Values | null;
  return null;
}
