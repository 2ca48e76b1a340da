import { encode, ExtData } from "@msgpack/msgpack";

import { Unknown, unknown, type Values } from "../behaviours/values";
import { decodeValue, encodeValue } from "./dynamic-value";

describe("A value on the wire", () => {
  test.each<readonly [title: string, value: Values | null]>([
    ["nothing", null],
    ["values of every type", { text: "a", count: 7, half: 0.5, large: 123_456_789_012, yes: true, none: null }],
    ["collections", { list: ["a", "b"], map: { a: "b" }, blocks: [{ name: "a" }], empty: [] }],
    ["what is not known yet", { id: unknown, list: [unknown, "a"], blocks: [{ id: unknown }], map: { a: unknown } }],
  ])("arrives as it was sent: %s", (_title, value) => {
    expect(decodeValue(encodeValue(value))).toEqual(value);
  });

  test("is unknown in the way that Terraform writes it", () => {
    const { msgpack } = encodeValue({ id: unknown });
    expect([...msgpack!]).toEqual([0x81, 0xa2, 0x69, 0x64, 0xd4, 0, 0]);
  });

  test.each([
    ["without more", new ExtData(0, new Uint8Array([0]))],
    ["with something known about it", new ExtData(12, encode(new Map([[1, false]])))],
  ])("is unknown %s", (_title, extension) => {
    expect(decodeValue({ msgpack: encode({ id: extension }) })!["id"]).toBeInstanceOf(Unknown);
  });

  test.each<readonly [title: string, value: Parameters<typeof decodeValue>[0]]>([
    ["not there", undefined],
    ["null", null],
    ["empty", { msgpack: new Uint8Array(), json: new Uint8Array() }],
  ])("is nothing when it is %s", (_title, value) => {
    expect(decodeValue(value)).toBeNull();
  });

  test("is read from JSON, as it is in a state", () => {
    const json = Buffer.from('{"id":"net-1","labels":{"a":"ä"},"mtu":1500}');
    expect(decodeValue({ msgpack: new Uint8Array(), json })).toEqual({ id: "net-1", labels: { a: "ä" }, mtu: 1500 });
  });
});
