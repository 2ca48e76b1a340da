import { at, listAt } from "../../support/at";
import { selects } from "../../support/pods";
import { after, is, isSet, type Policy, when, without } from "../policy";
import { type Resource, setting, type Stack, text } from "../stack";
import { containersIn } from "./objects";

const types = ["PodTemplate"];
export const labelsOf = (template: Resource): Record<string, string> =>
  (setting(template, "metadata.labels") ?? {}) as Record<string, string>;
const volumes = (template: Resource): unknown[] => listAt(template.settings, "spec", "volumes");
const isDeployment = ({ name }: Resource): boolean => name.startsWith("Deployment.");

/** Objects of a kind whose selector finds the pods of a template. */
export const selecting = (stack: Stack, kind: string, selector: string, template: Resource): readonly Resource[] =>
  stack
    .all(kind)
    .filter(
      (object) => setting(object, selector) !== undefined && selects(setting(object, selector), labelsOf(template)),
    );

/** The network policies that hold for the pods of a template. */
const boundaries = (template: Resource, stack: Stack): readonly Resource[] =>
  stack
    .all("NetworkPolicy")
    .filter((policy) => selects(setting(policy, "spec.podSelector.matchLabels") ?? {}, labelsOf(template)));

const removeAll = (how: string, kind: string) =>
  after(how, (_, stack) => {
    for (const object of stack.all(kind)) stack.remove(object);
  });

const withoutToken = "it is content with pods that have no token";

/** What all pods are like; their containers have tables of their own. */
export const pods: readonly Policy[] = [
  {
    id: "CKV_K8S_29",
    must: "have a security context",
    types,
    ...isSet("spec.securityContext"),
    broken: [
      after("it has none, and its containers have none", ({ settings }) => {
        for (const holder of [at(settings, "spec") as Record<string, unknown>, ...containersIn(settings)])
          delete holder["securityContext"];
      }),
    ],
  },
  {
    id: "CKV_K8S_31",
    must: "be confined by seccomp, the containers that somebody adds later too",
    types,
    ...is("spec.securityContext.seccompProfile.type", "RuntimeDefault"),
    broken: [
      after("nothing is said of it", ({ settings }) => {
        for (const holder of [at(settings, "spec"), ...containersIn(settings)]) {
          delete (at(holder, "securityContext") as Record<string, unknown> | undefined)?.["seccompProfile"];
        }
      }),
    ],
    also: ["kubescape/C-0055"],
  },
  {
    id: "CKV_K8S_38",
    must: "have no token of the Kubernetes API",
    types,
    ...is("spec.automountServiceAccountToken", false, true),
    also: ["polaris/automountServiceAccountToken", "kubescape/C-0034"],
  },
  {
    id: "kube-linter/default-service-account",
    must: "have an identity of its own",
    types,
    holds: (template) => !["", "default"].includes(text(template, "spec.serviceAccountName")),
    broken: [
      without("spec.serviceAccountName", withoutToken),
      when("spec.serviceAccountName", "default", withoutToken),
    ],
  },
  {
    id: "kube-linter/non-existent-service-account",
    must: "have an identity that there is",
    types,
    holds: (template, stack) => stack.find(`ServiceAccount.${text(template, "spec.serviceAccountName")}`) !== undefined,
    broken: [when("spec.serviceAccountName", "nobody")],
  },
  {
    id: "OWN_KUBERNETES_SERVICE_LINKS",
    must: "not be told the addresses of other Services in variables",
    types,
    ...is("spec.enableServiceLinks", false, true),
  },
  {
    id: "OWN_KUBERNETES_SCRATCH",
    must: "be limited in what it writes to its volumes",
    types,
    holds: (template) =>
      volumes(template).every((v) => at(v, "emptyDir") === undefined || at(v, "emptyDir", "sizeLimit") !== undefined),
    broken: [
      after("a volume has no limit", ({ settings }) => {
        const spec = at(settings, "spec") as Record<string, unknown>;
        spec["volumes"] = [...listAt(spec, "volumes"), { name: "scratch", emptyDir: {} }];
      }),
    ],
  },
  {
    id: "OWN_KUBERNETES_SECRET_FILES",
    must: "let its own user and group alone read its secrets, and nobody write them",
    types,
    holds: (template) =>
      volumes(template).every(
        (v) => at(v, "secret") === undefined || [0o400, 0o440].includes(Number(at(v, "secret", "defaultMode"))),
      ) &&
      containersIn(template.settings).every((container) =>
        listAt(container, "volumeMounts").every(
          (mount) =>
            at(mount, "readOnly") === true ||
            !volumes(template).some((v) => at(v, "name") === at(mount, "name") && at(v, "secret") !== undefined),
        ),
      ),
    broken: [
      after("everybody reads them", ({ settings }) => {
        const spec = at(settings, "spec") as Record<string, unknown>;
        spec["volumes"] = [...listAt(spec, "volumes"), { name: "open", secret: { secretName: "open" } }];
      }),
      after("somebody writes them", ({ settings }) => {
        const spec = at(settings, "spec") as Record<string, unknown>;
        spec["volumes"] = [
          ...listAt(spec, "volumes"),
          { name: "open", secret: { secretName: "open", defaultMode: 0o440 } },
        ];
        const [container] = containersIn(settings);
        container!["volumeMounts"] = [...listAt(container, "volumeMounts"), { name: "open", mountPath: "/open" }];
      }),
    ],
  },
  {
    id: "CKV2_K8S_6",
    must: "be behind a network policy in both directions",
    types,
    holds: (template, stack) =>
      ["Ingress", "Egress"].every((direction) =>
        boundaries(template, stack).some((policy) =>
          listAt(policy.settings, "spec", "policyTypes").includes(direction),
        ),
      ),
    broken: [
      removeAll("there is none", "NetworkPolicy"),
      after(
        "none is about what goes out",
        (_, stack) => {
          for (const { settings } of stack.all("NetworkPolicy"))
            (at(settings, "spec") as Record<string, unknown>)["policyTypes"] = ["Ingress"];
        },
        "it does not look at the direction",
      ),
    ],
    also: ["kube-linter/non-isolated-pod", "kube-score/pod-networkpolicy", "kubescape/C-0260"],
  },
  {
    id: "kube-score/deployment-has-poddisruptionbudget",
    must: "not be evicted all at once, and be in one budget only: in two, nobody can evict it",
    types,
    concerns: isDeployment,
    holds: (template, stack) =>
      selecting(stack, "PodDisruptionBudget", "spec.selector.matchLabels", template).length === 1,
    broken: [
      removeAll("there is no budget", "PodDisruptionBudget"),
      after(
        "there are two",
        (template, stack) => {
          stack.add("PodDisruptionBudget", {
            spec: { maxUnavailable: 1, selector: { matchLabels: labelsOf(template) } },
          });
        },
        "it is content with any",
      ),
    ],
    also: ["polaris/missingPodDisruptionBudget"],
  },
  {
    id: "polaris/topologySpreadConstraint",
    must: "be spread over nodes and zones",
    types,
    concerns: isDeployment,
    holds: ({ settings }) =>
      ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].every((key) =>
        listAt(settings, "spec", "topologySpreadConstraints").some(
          (constraint) => at(constraint, "topologyKey") === key,
        ),
      ),
    broken: [without("spec.topologySpreadConstraints")],
  },
  {
    id: "kube-linter/no-anti-affinity",
    must: "be kept apart by an affinity too",
    types,
    concerns: isDeployment,
    ...isSet("spec.affinity.podAntiAffinity"),
    broken: [],
    met: when("spec.affinity.podAntiAffinity", { preferredDuringSchedulingIgnoredDuringExecution: [] }),
    also: ["kube-score/deployment-has-host-podantiaffinity"],
  },
  {
    id: "polaris/priorityClassNotSet",
    must: "have a priority",
    types,
    ...isSet("spec.priorityClassName"),
    broken: [],
    met: when("spec.priorityClassName", "high"),
  },
  {
    id: "OWN_KUBERNETES_DRAIN",
    must: "go on serving until the balancer has noticed that it stops, and have time to end what it does",
    types,
    concerns: isDeployment,
    holds: (template) => {
      const sleeps = containersIn(template.settings).map((container) =>
        Number(at(container, "lifecycle", "preStop", "sleep", "seconds") ?? 0),
      );
      return (
        Math.min(...sleeps) >= 5 &&
        Number(text(template, "spec.terminationGracePeriodSeconds") || 30) >= Math.max(...sleeps) + 15
      );
    },
    broken: [
      after("it stops at once", ({ settings }) => {
        for (const container of containersIn(settings)) delete container["lifecycle"];
      }),
      when("spec.terminationGracePeriodSeconds", 12),
    ],
  },
];
