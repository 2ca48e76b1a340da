import { at, listAt } from "../../../support/at";
import { after, type Policy, when } from "../../policy";
import { type Resource, setting } from "../../stack";
import { isDnsLabel, isPort, isPortName, quantity } from "./syntax";

const types = ["Container"];
const probes = ["startupProbe", "readinessProbe", "livenessProbe"];
const ports = ({ settings }: Resource): unknown[] => listAt(settings, "ports");
const set = (key: string, value: unknown) =>
  after(`\`${key}\` is ${JSON.stringify(value)}`, ({ settings }) => void (settings[key] = structuredClone(value)));
const once = (values: readonly unknown[]): boolean => {
  const given = values.filter((value) => value !== undefined);
  return new Set(given).size === given.length;
};
const actions = ["exec", "httpGet", "tcpSocket", "grpc"];
const hasOne = (handler: object, keys: readonly string[]): boolean => keys.filter((key) => key in handler).length === 1;
const inRange = (value: unknown, least: number): boolean => value === undefined || Number(value) >= least;

const rightProbe = (probe: object, isReadiness: boolean): boolean =>
  hasOne(probe, actions) &&
  ["httpGet", "tcpSocket"].every((action) => !(action in probe) || isPort(at(probe, action, "port"))) &&
  (!("httpGet" in probe) || !/[^\x20-\x7e]/.test(String(at(probe, "httpGet", "path")))) &&
  ["periodSeconds", "timeoutSeconds", "failureThreshold", "successThreshold"].every((key) =>
    inRange(at(probe, key), 1),
  ) &&
  inRange(at(probe, "initialDelaySeconds"), 0) &&
  (isReadiness || [undefined, 1].includes(at(probe, "successThreshold") as undefined));

const get = { httpGet: { path: "/", port: "http" } };

/** What the API server refuses of a container, though the schema allows it. */
export const apiServerContainers: readonly Policy[] = [
  {
    id: "api-server/container.name",
    must: "have a name that can be one",
    types,
    holds: ({ settings }) => isDnsLabel(settings["name"]),
    broken: [set("name", "Address.Book"), set("name", "a".repeat(64))],
  },
  {
    id: "api-server/container.image",
    must: "have an image",
    types,
    holds: ({ settings }) => Boolean(settings["image"]),
    broken: [set("image", "")],
  },
  {
    id: "api-server/container.ports",
    must: "have ports that can be such, each name once",
    types,
    holds: (container) =>
      ports(container).every(
        (port) =>
          Number(at(port, "containerPort")) >= 1 &&
          Number(at(port, "containerPort")) <= 65535 &&
          [undefined, true].includes(at(port, "name") === undefined ? undefined : isPortName(at(port, "name"))),
      ) && once(ports(container).map((port) => at(port, "name"))),
    broken: [
      set("ports", [{ containerPort: 0, protocol: "TCP" }]),
      set("ports", [{ containerPort: 65536, protocol: "TCP" }]),
      set("ports", [{ name: "a-name-that-is-too-long", containerPort: 8080, protocol: "TCP" }]),
      set("ports", [{ name: "8080", containerPort: 8080, protocol: "TCP" }]),
      set("ports", [
        { name: "http", containerPort: 8080, protocol: "TCP" },
        { name: "http", containerPort: 8081, protocol: "TCP" },
      ]),
    ],
  },
  {
    id: "api-server/container.probes",
    must: "be probed in one way each, at a port that can be one, and not more often than every second",
    types,
    holds: ({ settings }) =>
      probes.every(
        (name) => settings[name] === undefined || rightProbe(settings[name] as object, name === "readinessProbe"),
      ),
    broken: [
      set("livenessProbe", { periodSeconds: 1 }),
      set("livenessProbe", { ...get, tcpSocket: { port: 8080 } }),
      set("livenessProbe", { httpGet: { path: "/", port: 0 } }),
      set("readinessProbe", { httpGet: { path: "/", port: "no_port" } }),
      set("readinessProbe", { ...get, periodSeconds: -1 }),
      set("readinessProbe", { ...get, initialDelaySeconds: -1 }),
      set("livenessProbe", { ...get, successThreshold: 2 }),
    ],
  },
  {
    id: "api-server/container.env",
    must: "have variables with names that can be such, and one value each",
    types,
    holds: ({ settings }) =>
      listAt(settings, "env").every(
        (variable) =>
          /^[ -<>-~]+$/.test(String(at(variable, "name"))) &&
          !(at(variable, "value") && at(variable, "valueFrom") !== undefined),
      ),
    broken: [
      set("env", [{ name: "", value: "1" }]),
      set("env", [{ name: "A=B", value: "1" }]),
      set("env", [{ name: "A", value: "1", valueFrom: { configMapKeyRef: { name: "a", key: "a" } } }]),
    ],
  },
  {
    id: "api-server/container.envFrom",
    must: "name what all variables come from, and one thing each",
    types,
    holds: ({ settings }) =>
      listAt(settings, "envFrom").every(
        (source) =>
          hasOne(source as object, ["configMapRef", "secretRef"]) &&
          Boolean(at(source, "configMapRef", "name") ?? at(source, "secretRef", "name")),
      ),
    broken: [set("envFrom", [{}]), set("envFrom", [{ configMapRef: { name: "a" }, secretRef: { name: "b" } }])],
  },
  {
    id: "api-server/container.resources",
    must: "ask for no more than its limits, and for nothing below nothing",
    types,
    holds: (container) =>
      Object.entries(setting(container, "resources.requests") ?? {}).every(([name, request]) => {
        const limit = at(setting(container, "resources.limits"), name);
        return quantity(request) >= 0 && (limit === undefined || quantity(request) <= quantity(limit));
      }),
    broken: [
      when("resources.requests.cpu", "64"),
      when("resources.requests.memory", "1Ti"),
      when("resources.requests.memory", "-1"),
    ],
  },
  {
    id: "api-server/container.lifecycle",
    must: "do one thing before it stops",
    types,
    concerns: ({ settings }) => settings["lifecycle"] !== undefined,
    holds: ({ settings }) =>
      ["preStop", "postStart"].every((hook) => {
        const handler = at(settings, "lifecycle", hook) as object | undefined;
        return handler === undefined || hasOne(handler, ["exec", "httpGet", "tcpSocket", "sleep"]);
      }),
    broken: [
      set("lifecycle", { preStop: {} }),
      set("lifecycle", { preStop: { sleep: { seconds: 5 }, exec: { command: ["true"] } } }),
    ],
  },
  {
    id: "api-server/container.volumeMounts",
    must: "mount each directory once",
    types,
    holds: ({ settings }) =>
      once(listAt(settings, "volumeMounts").map((mount) => at(mount, "mountPath"))) &&
      listAt(settings, "volumeMounts").every((mount) => at(mount, "mountPath") !== ""),
    broken: [
      after("one is mounted twice", ({ settings }) => {
        const mounts = listAt(settings, "volumeMounts");
        settings["volumeMounts"] = [...mounts, ...mounts];
      }),
    ],
  },
  {
    id: "api-server/container.securityContext",
    must: "be a user that there can be, and not be given rights that it says it must not gain",
    types,
    holds: (container) =>
      ["runAsUser", "runAsGroup"].every((key) => {
        const id = setting(container, `securityContext.${key}`);
        return id === undefined || (Number(id) >= 0 && Number(id) < 2 ** 31);
      }) &&
      !(
        setting(container, "securityContext.privileged") === true &&
        setting(container, "securityContext.allowPrivilegeEscalation") === false
      ),
    broken: [
      when("securityContext.runAsUser", -1),
      when("securityContext.runAsGroup", 2 ** 31),
      when("securityContext.privileged", true),
    ],
  },
  {
    id: "api-server/container.imagePullPolicy",
    must: "say when its image is pulled, in one of three words",
    types,
    holds: ({ settings }) =>
      [undefined, "Always", "IfNotPresent", "Never"].includes(settings["imagePullPolicy"] as undefined),
    broken: [set("imagePullPolicy", "Sometimes")],
  },
];
