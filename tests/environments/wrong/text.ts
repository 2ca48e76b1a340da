import type { WrongEnvironment } from "./wrong-environment";

/** Text that must not be there: invisible characters, keys that reach into every object. */
export const text: readonly WrongEnvironment[] = [
  {
    title: "a character of width zero",
    cloud: "aws",
    change: { region: "eu-central-1\u200b" },
    problems: ["`region` must not hold invisible characters, got: U+200B"],
  },
  {
    title: "a line break",
    cloud: "google",
    change: { service: { configuration: { GREETING: "hello\nworld" } } },
    problems: ["`service.configuration.GREETING` must not hold invisible characters, got: U+000A"],
  },
  {
    title: "a text that runs from right to left",
    cloud: "digitalocean",
    change: { project: "app\u202Eppa" },
    problems: ["`project` must not hold invisible characters, got: U+202E"],
  },
  {
    title: "NUL",
    cloud: "local",
    change: { database: { name: "demo\u0000" } },
    problems: ["`database.name` must not hold invisible characters, got: U+0000"],
  },
  {
    title: "a byte order mark in a list",
    cloud: "aws",
    change: { cluster: { apiAllowedCidrs: ["\uFEFF203.0.113.7/32"] } },
    problems: ["`cluster.apiAllowedCidrs.0` must not hold invisible characters, got: U+FEFF"],
  },
  {
    title: "a key that changes the prototype",
    cloud: "aws",
    change: JSON.parse('{ "service": { "__proto__": { "replicas": 3 } } }'),
    problems: ["`service.__proto__` is not a setting"],
  },
  {
    title: "a key that is the constructor",
    cloud: "google",
    change: JSON.parse('{ "tags": { "constructor": "x" } }'),
    problems: ["`tags.constructor` is not a setting"],
  },
];
