import { contains } from "../../../release/cluster/contains";

test.each<[string, unknown, unknown, boolean]>([
  ["defaults", { spec: { replicas: 1, strategy: {} } }, { spec: { replicas: 1 } }, true],
  ["another value", { spec: { replicas: 2 } }, { spec: { replicas: 1 } }, false],
  ["what is missing", { spec: {} }, { spec: { replicas: 1 } }, false],
  ["an empty list of labels, left out", { metadata: {} }, { metadata: { labels: {} } }, true],
  ["another version of it", { metadata: { resourceVersion: "2" } }, { metadata: { resourceVersion: "1" } }, true],
  ["another one of the name", { metadata: { uid: "2" } }, { metadata: { uid: "1" } }, false],
  ["defaults in a list", [{ name: "a", protocol: "TCP" }], [{ name: "a" }], true],
  ["a longer list", [1, 2], [1], false],
  ["another order", ["b", "a"], ["a", "b"], false],
  ["no list", {}, ["a"], false],
  ["a quantity in another unit", { cpu: "500m", memory: "1Gi" }, { cpu: 0.5, memory: "1024Mi" }, true],
  ["another quantity", { cpu: "501m" }, { cpu: "0.5" }, false],
  ["text that looks like no quantity", { a: "x1" }, { a: "x2" }, false],
  ["the values of a Secret", { data: { A: "aGk=" } }, { stringData: { A: "hi" } }, true],
  ["other values of a Secret", { data: { A: "aG8=" } }, { stringData: { A: "hi" } }, false],
  ["a Secret without values", {}, { stringData: { A: "hi" } }, false],
  ["nothing", undefined, { kind: "Job" }, false],
])("with %s", (_what, found, sent, expected) => {
  expect(contains(found, sent)).toBe(expected);
});
