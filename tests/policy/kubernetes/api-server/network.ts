import ipaddr from "ipaddr.js";

import { at, listAt } from "../../../support/at";
import { after, type Policy, when } from "../../policy";
import { list, type Resource, setting, text } from "../../stack";
import { isDnsLabel, isPort } from "./syntax";

const servicePorts = (service: Resource): unknown[] => list(service, "spec.ports");
const given = (values: readonly unknown[]): unknown[] => values.filter((value) => value !== undefined);
const isOnce = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
const isNumberOfPort = (value: unknown): boolean => typeof value === "number" && isPort(value);
const isCidr = (value: unknown): boolean => typeof value === "string" && ipaddr.isValidCIDR(value);
const opensPort = (service: Resource): boolean => ["NodePort", "LoadBalancer"].includes(text(service, "spec.type"));
const rules = ({ settings }: Resource): unknown[] =>
  ["ingress", "egress"].flatMap((direction) => listAt(settings, "spec", direction));
const withRule = (how: string, rule: object) =>
  after(how, ({ settings }) => {
    const spec = settings["spec"] as Record<string, unknown>;
    spec["ingress"] = [...listAt(spec, "ingress"), rule];
  });
const fromBlock = (ipBlock: object) => ({ from: [{ ipBlock }] });

/** What the API server refuses of Services and network policies, though the schema allows it. */
export const apiServerNetwork: readonly Policy[] = [
  {
    id: "api-server/service.ports",
    must: "have ports that can be such, each once, and with names when there are several",
    types: ["Service"],
    holds: (service) => {
      const ports = servicePorts(service);
      const names = given(ports.map((port) => at(port, "name")));
      return (
        ports.length > 0 &&
        ports.every(
          (port) =>
            isNumberOfPort(at(port, "port")) &&
            (at(port, "targetPort") === undefined || isPort(at(port, "targetPort"))),
        ) &&
        names.every(isDnsLabel) &&
        isOnce(names) &&
        (ports.length === 1 || names.length === ports.length) &&
        isOnce(ports.map((port) => JSON.stringify([at(port, "port"), at(port, "protocol") ?? "TCP"])))
      );
    },
    broken: [
      when("spec.ports", []),
      when("spec.ports", [{ port: 0 }]),
      when("spec.ports", [{ port: 80, targetPort: 65536 }]),
      when("spec.ports", [{ port: 80, targetPort: "no_port" }]),
      when("spec.ports", [{ port: 80 }, { port: 81 }]),
      when("spec.ports", [
        { name: "a", port: 80 },
        { name: "a", port: 81 },
      ]),
      when("spec.ports", [
        { name: "a", port: 80 },
        { name: "b", port: 80 },
      ]),
    ],
  },
  {
    id: "api-server/service.nodePort",
    must: "take a port of the nodes only when it is of a type that does",
    types: ["Service"],
    holds: (service) =>
      opensPort(service) || given(servicePorts(service).map((port) => at(port, "nodePort"))).length === 0,
    broken: [
      after("it is of one that does not", ({ settings }) => {
        Object.assign(settings["spec"] as object, {
          type: "ClusterIP",
          externalTrafficPolicy: undefined,
          ports: [{ port: 80, nodePort: 30080 }],
        });
      }),
    ],
  },
  {
    id: "api-server/service.externalTrafficPolicy",
    must: "say how requests come from outside only when they do",
    types: ["Service"],
    holds: (service) => setting(service, "spec.externalTrafficPolicy") === undefined || opensPort(service),
    broken: [
      after(
        "they do not",
        ({ settings }) =>
          void Object.assign(settings["spec"] as object, { type: "ClusterIP", externalTrafficPolicy: "Local" }),
      ),
    ],
  },
  {
    id: "api-server/service.loadBalancerSourceRanges",
    must: "name networks, and only when it makes a balancer",
    types: ["Service"],
    holds: (service) => {
      const ranges = list(service, "spec.loadBalancerSourceRanges");
      return ranges.every(isCidr) && (ranges.length === 0 || text(service, "spec.type") === "LoadBalancer");
    },
    broken: [when("spec.loadBalancerSourceRanges", ["everybody"])],
  },
  {
    id: "api-server/service.clusterIP",
    must: "have an address when it makes a balancer",
    types: ["Service"],
    holds: (service) => !(opensPort(service) && setting(service, "spec.clusterIP") === "None"),
    broken: [
      after(
        "it has none",
        ({ settings }) => void Object.assign(settings["spec"] as object, { type: "LoadBalancer", clusterIP: "None" }),
      ),
    ],
  },
  {
    id: "api-server/network-policy.ipBlock",
    must: "name networks, and exceptions within them",
    types: ["NetworkPolicy"],
    holds: (policy) =>
      rules(policy)
        .flatMap((rule) => [...listAt(rule, "from"), ...listAt(rule, "to")])
        .flatMap((peer) => listAt(peer, "ipBlock"))
        .every(
          (block) =>
            isCidr(at(block, "cidr")) &&
            listAt(block, "except").every(
              (inner) => isCidr(inner) && isWithin(String(inner), String(at(block, "cidr"))),
            ),
        ),
    broken: [
      withRule("one is no network", fromBlock({ cidr: "10.0.0.0" })),
      withRule("one is longer than an address", fromBlock({ cidr: "10.0.0.0/33" })),
      withRule("an exception is elsewhere", fromBlock({ cidr: "10.0.0.0/8", except: ["192.0.2.0/24"] })),
    ],
  },
  {
    id: "api-server/network-policy.peers",
    must: "name pods or networks, one of them in each place",
    types: ["NetworkPolicy"],
    holds: (policy) =>
      rules(policy)
        .flatMap((rule) => [...listAt(rule, "from"), ...listAt(rule, "to")])
        .every((peer) => {
          const keys = Object.keys(peer as object);
          return keys.length > 0 && (!keys.includes("ipBlock") || keys.length === 1);
        }),
    broken: [
      withRule("one names nothing", { from: [{}] }),
      withRule("one names both", { from: [{ podSelector: {}, ipBlock: { cidr: "10.0.0.0/8" } }] }),
    ],
  },
  {
    id: "api-server/network-policy.ports",
    must: "name ports that can be such",
    types: ["NetworkPolicy"],
    holds: (policy) =>
      rules(policy)
        .flatMap((rule) => listAt(rule, "ports"))
        .every((port) => at(port, "port") === undefined || isPort(at(port, "port"))),
    broken: [withRule("one cannot be", { ports: [{ protocol: "TCP", port: 65536 }] })],
  },
  {
    id: "api-server/role-binding",
    must: "bind a role of the group that roles are in, to subjects of theirs",
    types: ["RoleBinding"],
    holds: (binding) =>
      text(binding, "roleRef.apiGroup") === "rbac.authorization.k8s.io" &&
      ["Role", "ClusterRole"].includes(text(binding, "roleRef.kind")) &&
      text(binding, "roleRef.name") !== "" &&
      list(binding, "subjects").every(
        (subject) =>
          at(subject, "kind") === "ServiceAccount" || at(subject, "apiGroup") === "rbac.authorization.k8s.io",
      ),
    broken: [
      when("roleRef.apiGroup", "apps"),
      when("roleRef.kind", "Deployment"),
      when("subjects", [{ apiGroup: "apps", kind: "User", name: "somebody" }]),
    ],
  },
];

function isWithin(inner: string, outer: string): boolean {
  const [[address, length], parsed] = [ipaddr.parseCIDR(inner), ipaddr.parseCIDR(outer)];
  return address.kind() === parsed[0].kind() && length > parsed[1] && address.match(parsed);
}
