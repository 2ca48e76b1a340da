import type { StoredObject } from "../../store";
import { isObject, type JsonObject } from "../json";
import { items, setDefaults } from "./set";

interface ServiceSpec {
  readonly clusterIP?: string;
  readonly ports?: readonly { readonly nodePort?: number }[];
}

/** Gives a Service its address, and ports of the nodes when it is reached from outside. */
export function defaultService(spec: JsonObject, others: readonly StoredObject[]): void {
  if (spec["type"] === "ExternalName") return;
  const specs = others.map((service) => service["spec"] as ServiceSpec);
  const clusterIP = spec["clusterIP"] ?? firstFree(specs.map((other) => other.clusterIP));
  setDefaults(spec, { clusterIP, clusterIPs: [clusterIP], ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" });
  giveNodePorts(spec, others);
}

/** Also when a Service becomes reachable from outside later. */
export function giveNodePorts(spec: JsonObject, others: readonly StoredObject[]): void {
  if (spec["type"] !== "LoadBalancer" && spec["type"] !== "NodePort") return;
  if (spec["allocateLoadBalancerNodePorts"] === false) return;
  const taken = new Set(
    others.flatMap((other) => ((other["spec"] as ServiceSpec).ports ?? []).map(({ nodePort }) => nodePort)),
  );
  for (const port of items(spec, "ports")) {
    if (port["nodePort"] !== undefined) continue;
    let free = 30000;
    while (taken.has(free)) free++;
    taken.add(free);
    port["nodePort"] = free;
  }
}

/** A Service that is replaced without its address keeps the one it has. */
export function keepAddress(spec: unknown, before: unknown): void {
  if (!isObject(spec) || !isObject(before) || spec["type"] === "ExternalName") return;
  const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy, internalTrafficPolicy } = before;
  if (spec["clusterIP"] === undefined || spec["clusterIP"] === "") setDefaults(spec, { clusterIP });
  if (spec["clusterIP"] === clusterIP) setDefaults(spec, { clusterIPs });
  setDefaults(spec, { ipFamilies, ipFamilyPolicy, internalTrafficPolicy });
  const ports = items(before, "ports");
  for (const port of items(spec, "ports")) {
    const same = ports.find((old) => old["port"] === port["port"] && old["protocol"] === (port["protocol"] ?? "TCP"));
    if (same?.["nodePort"] !== undefined && spec["type"] !== "ClusterIP")
      setDefaults(port, { nodePort: same["nodePort"] });
  }
}

function firstFree(taken: readonly (string | undefined)[]): string {
  for (let number = 10; ; number++) {
    const address = `10.96.${Math.floor(number / 256)}.${number % 256}`;
    if (!taken.includes(address)) return address;
  }
}
