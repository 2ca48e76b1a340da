import { at, listAt } from "../../support/at";
import { selects } from "../../support/pods";
import { after, isNot, type Policy, when, without } from "../policy";
import { type Resource, setting, type Stack, text } from "../stack";
import { containersIn } from "./objects";
import { labelsOf } from "./pods";

const selected = (stack: Stack, selector: unknown): readonly Resource[] =>
  stack.all("PodTemplate").filter((template) => selects(selector ?? {}, labelsOf(template)));

const ports = ({ settings }: Resource): unknown[] => listAt(settings, "spec", "ports");

/** The ports of a pod by name and by number. */
const portsOf = ({ settings }: Resource): unknown[] =>
  containersIn(settings).flatMap((container) =>
    listAt(container, "ports").flatMap((port) => [at(port, "name"), at(port, "containerPort")]),
  );

const rules = ({ settings }: Resource, direction: "ingress" | "egress"): unknown[] =>
  listAt(settings, "spec", direction);
const isAll = (cidr: unknown): boolean => cidr === "0.0.0.0/0" || cidr === "::/0";

const withRule = (how: string, direction: "ingress" | "egress", rule: object, unseen?: string) =>
  after(
    how,
    ({ settings }) => {
      const spec = settings["spec"] as Record<string, unknown>;
      spec[direction] = [...listAt(spec, direction), rule];
      spec["policyTypes"] = ["Ingress", "Egress"];
    },
    unseen,
  );

/** Who may connect to whom. */
export const network: readonly Policy[] = [
  {
    id: "kube-linter/dangling-service",
    must: "find pods",
    types: ["Service"],
    holds: (service, stack) => selected(stack, setting(service, "spec.selector")).length > 0,
    broken: [when("spec.selector.app", "another")],
    also: ["kube-score/service-targets-pod"],
  },
  {
    id: "kube-linter/invalid-target-ports",
    must: "pass requests on to a port that its pods have, by a name that can be one",
    types: ["Service"],
    holds: (service, stack) =>
      selected(stack, setting(service, "spec.selector")).every((template) =>
        ports(service).every((port) => portsOf(template).includes(at(port, "targetPort") ?? at(port, "port"))),
      ),
    broken: [
      when("spec.ports.targetPort", "no_port"),
      when("spec.ports.targetPort", "another", "it looks at the syntax of the name only"),
      when("spec.ports.targetPort", 9999, "it looks at the syntax of the name only"),
    ],
  },
  {
    id: "OWN_KUBERNETES_SERVICE_PODS",
    must: "send no requests to pods that do not serve, such as those of a Job",
    types: ["Service"],
    holds: (service, stack) =>
      selected(stack, setting(service, "spec.selector")).every(({ name }) => /^(Deployment|StatefulSet)\./.test(name)),
    broken: [
      after("the pods of a Job are like those of the service", (service, stack) => {
        for (const template of stack.all("PodTemplate").filter(({ name }) => name.startsWith("Job.")))
          Object.assign(labelsOf(template), setting(service, "spec.selector"));
      }),
    ],
  },
  {
    id: "kube-score/service-type",
    must: "open no port of the nodes by itself",
    types: ["Service"],
    ...isNot("spec.type", "NodePort"),
  },
  {
    id: "kube-linter/dangling-networkpolicy",
    must: "be about pods that there are",
    types: ["NetworkPolicy"],
    holds: (policy, stack) => selected(stack, setting(policy, "spec.podSelector.matchLabels")).length > 0,
    broken: [when("spec.podSelector", { matchLabels: { app: "another" } })],
    also: ["kube-score/networkpolicy-targets-pod"],
  },
  {
    id: "kube-linter/dangling-networkpolicypeer-podselector",
    must: "name pods that there are",
    types: ["NetworkPolicy"],
    holds: (policy, stack) =>
      [
        ...rules(policy, "ingress").flatMap((rule) => listAt(rule, "from")),
        ...rules(policy, "egress").flatMap((rule) => listAt(rule, "to")),
      ]
        // those of another namespace are none of ours
        .filter((peer) => at(peer, "namespaceSelector") === undefined)
        .flatMap((peer) => at(peer, "podSelector", "matchLabels") ?? [])
        .every((labels) => selected(stack, labels).length > 0),
    broken: [
      withRule("one is named that is not there", "ingress", {
        from: [{ podSelector: { matchLabels: { app: "another" } } }],
      }),
    ],
  },
  {
    id: "OWN_KUBERNETES_EGRESS",
    must: "let connections out to named places and ports only",
    types: ["NetworkPolicy"],
    holds: (policy) =>
      rules(policy, "egress").every(
        (rule) =>
          listAt(rule, "ports").length > 0 &&
          listAt(rule, "to").length > 0 &&
          listAt(rule, "to").every((peer) => !isAll(at(peer, "ipBlock", "cidr"))),
      ),
    broken: [
      withRule("it lets everything out", "egress", {}),
      withRule("it lets out to everywhere", "egress", {
        to: [{ ipBlock: { cidr: "0.0.0.0/0" } }],
        ports: [{ port: 443 }],
      }),
      withRule("it lets out at every port", "egress", { to: [{ ipBlock: { cidr: "192.0.2.1/32" } }] }),
    ],
  },
  {
    id: "OWN_KUBERNETES_INGRESS",
    must: "let requests in at ports that somebody listens at",
    types: ["NetworkPolicy"],
    holds: (policy, stack) => {
      const listening = selected(stack, setting(policy, "spec.podSelector.matchLabels")).flatMap(portsOf);
      return rules(policy, "ingress").every(
        (rule) =>
          listAt(rule, "ports").length > 0 &&
          listAt(rule, "ports").every((port) => listening.includes(at(port, "port"))),
      );
    },
    broken: [
      withRule("it lets everything in", "ingress", {}),
      withRule("it lets requests in where nobody listens", "ingress", { ports: [{ protocol: "TCP", port: 9999 }] }),
    ],
  },
  {
    id: "OWN_KUBERNETES_DATABASE_GUARDED",
    must: "let nobody connect to the database but pods of the same namespace",
    types: ["NetworkPolicy"],
    concerns: (policy, stack) =>
      selected(stack, setting(policy, "spec.podSelector.matchLabels")).some(({ name }) =>
        name.startsWith("StatefulSet."),
      ) && setting(policy, "spec.podSelector.matchLabels") !== undefined,
    holds: (policy) =>
      rules(policy, "ingress").every(
        (rule) =>
          listAt(rule, "from").length > 0 &&
          listAt(rule, "from").every(
            (peer) => at(peer, "podSelector") !== undefined && at(peer, "namespaceSelector") === undefined,
          ),
      ),
    broken: [
      withRule("it lets in whoever asks", "ingress", { ports: [{ port: 5432 }] }),
      withRule("it lets in other namespaces", "ingress", { from: [{ podSelector: {}, namespaceSelector: {} }] }),
    ],
  },
  {
    id: "OWN_KUBERNETES_TRAFFIC_POLICY",
    must: "say how requests come from a node to a pod",
    types: ["Service"],
    concerns: (service) => text(service, "spec.type") !== "" && text(service, "spec.type") !== "ClusterIP",
    holds: (service) => ["Cluster", "Local"].includes(text(service, "spec.externalTrafficPolicy")),
    broken: [without("spec.externalTrafficPolicy")],
  },
];
