import { at, listAt } from "../../support/at";
import { after, is, isSet, type Policy, when, without } from "../policy";
import { type Resource, setting, text } from "../stack";

const types = ["Container"];
/** Containers of a Job end by themselves; nobody asks them how they are. */
const goesOn = ({ name }: Resource): boolean => !/^(Job|CronJob|Pod)\./.test(name);

const variables = (container: Resource): unknown[] => listAt(container.settings, "env");
const names = (container: Resource): unknown[] => variables(container).map((variable) => at(variable, "name"));
const withVariable = (how: string, variable: object) =>
  after(how, ({ settings }) => void (settings["env"] = [...listAt(settings, "env"), variable]));

const probeNames = ["startupProbe", "readinessProbe", "livenessProbe"] as const;
const probePort = (container: Resource, probe: string): unknown =>
  ["httpGet", "tcpSocket", "grpc"].map((action) => setting(container, `${probe}.${action}.port`)).find(Boolean);

/** The port that a probe asks is one that the container says it has. */
const probedPort = (probe: (typeof probeNames)[number]): Policy => ({
  id: `kube-linter/${probe.replace("Probe", "-port")}`,
  must: `be asked by its ${probe} at a port that it has`,
  types,
  concerns: (container) => probePort(container, probe) !== undefined,
  holds: (container) =>
    listAt(container.settings, "ports").some((port) =>
      [at(port, "name"), at(port, "containerPort")].includes(probePort(container, probe)),
    ),
  broken: [
    without("ports"),
    when(probe, { httpGet: { path: "/", port: 9999 } }),
    when(probe, { tcpSocket: { port: "other" } }),
  ],
});

/** What the scanners call a request or a limit of some resource. */
const amount = (id: string, path: string, must: string, ...also: string[]): Policy => ({
  id,
  must,
  types,
  ...isSet(`resources.${path}`),
  also,
});

const imageName = /^.*\/([^/@]*)(@sha256:.*)?$/;
const unprivilegedId = 10000;

/** What every container is like, whatever runs in it. What the Pod Security Standard demands is in `pod-security.ts`. */
export const containers: readonly Policy[] = [
  {
    id: "CKV_K8S_8",
    must: "be restarted when it hangs",
    types,
    concerns: goesOn,
    ...isSet("livenessProbe"),
    also: ["kube-linter/no-liveness-probe", "polaris/livenessProbeMissing", "kubescape/C-0056"],
  },
  {
    id: "CKV_K8S_9",
    must: "get requests only while it can answer them",
    types,
    concerns: goesOn,
    ...isSet("readinessProbe"),
    also: [
      "kube-linter/no-readiness-probe",
      "kube-score/pod-probes",
      "polaris/readinessProbeMissing",
      "kubescape/C-0018",
    ],
  },
  {
    id: "OWN_KUBERNETES_STARTUP",
    must: "have time to start before anybody asks whether it hangs",
    types,
    concerns: goesOn,
    ...isSet("startupProbe"),
  },
  {
    id: "kube-score/pod-probes-identical",
    must: "not be restarted for what only keeps it from answering",
    types,
    concerns: goesOn,
    holds: ({ settings }) =>
      JSON.stringify(at(settings, "livenessProbe", "httpGet") ?? at(settings, "livenessProbe")) !==
      JSON.stringify(at(settings, "readinessProbe", "httpGet") ?? at(settings, "readinessProbe")),
    broken: [
      after("both probes ask the same", ({ settings }) => {
        settings["livenessProbe"] = structuredClone(settings["readinessProbe"] as object);
      }),
    ],
  },
  ...probeNames.map(probedPort),
  amount(
    "CKV_K8S_10",
    "requests.cpu",
    "be given processor time",
    "polaris/cpuRequestsMissing",
    "kube-linter/unset-cpu-requirements",
  ),
  amount(
    "CKV_K8S_11",
    "limits.cpu",
    "take no more than its processor time",
    "polaris/cpuLimitsMissing",
    "kubescape/C-0270",
  ),
  amount("CKV_K8S_12", "requests.memory", "be given memory", "polaris/memoryRequestsMissing"),
  amount(
    "CKV_K8S_13",
    "limits.memory",
    "take no more than its memory",
    "polaris/memoryLimitsMissing",
    "kube-linter/unset-memory-requirements",
    "kube-score/container-resources",
    "kubescape/C-0271",
  ),
  {
    id: "kube-score/container-ephemeral-storage-request-and-limit",
    must: "be given disk, and take no more than that",
    types,
    holds: (container) =>
      ["requests", "limits"].every((kind) => text(container, `resources.${kind}.ephemeral-storage`) !== ""),
    broken: [without("resources.requests.ephemeral-storage"), without("resources.limits.ephemeral-storage")],
  },
  {
    id: "CKV_K8S_14",
    must: "run an image of a release, not of the day",
    types,
    holds: (container) => /^[^:]+:(?!latest$).+$/.test(imageName.exec(`/${text(container, "image")}`)?.[1] ?? ""),
    broken: [
      when("image", "registry.example.com/addressbook:latest"),
      when("image", "registry.example.com/addressbook"),
    ],
    also: ["kube-linter/latest-tag", "kube-score/container-image-tag", "polaris/tagNotSpecified", "kubescape/C-0075"],
  },
  {
    id: "CKV_K8S_15",
    must: "be pulled with the credentials of its own namespace, even when the node has the image",
    types,
    ...is("imagePullPolicy", "Always", "IfNotPresent"),
    broken: ["IfNotPresent", "Never"].map((policy) => when("imagePullPolicy", policy, "it is content with a digest")),
    also: ["kube-score/container-image-pull-policy", "polaris/pullPolicyNotAlways"],
  },
  {
    id: "CKV_K8S_43",
    must: "run the very image that was tested, by digest",
    types,
    holds: (container) => /@sha256:[0-9a-f]{64}$/.test(text(container, "image")),
    broken: [when("image", "registry.example.com/addressbook:1.2.3")],
  },
  {
    id: "CKV_K8S_22",
    must: "not write to its image",
    types,
    ...is("securityContext.readOnlyRootFilesystem", true, false),
    also: [
      "kube-linter/no-read-only-root-fs",
      "kube-score/container-security-context-readonlyrootfilesystem",
      "polaris/notReadOnlyRootFilesystem",
      "kubescape/C-0017",
    ],
  },
  {
    id: "CKV_K8S_30",
    must: "have a security context of its own, for scanners that look there only",
    types,
    ...isSet("securityContext"),
  },
  {
    id: "CKV_K8S_40",
    must: "be a user and a group that no host has",
    types,
    holds: (container) =>
      ["runAsUser", "runAsGroup"].every((key) => Number(text(container, `securityContext.${key}`)) >= unprivilegedId),
    broken: [
      when("securityContext.runAsUser", 1000),
      when("securityContext.runAsGroup", 1000, "it looks at the user only"),
    ],
    also: ["kube-score/container-security-context-user-group-id"],
  },
  {
    id: "CKV_K8S_35",
    must: "read secrets from files, which no child process inherits and no log shows",
    types,
    holds: (container) =>
      variables(container).every((variable) => at(variable, "valueFrom", "secretKeyRef") === undefined) &&
      listAt(container.settings, "envFrom").every((source) => at(source, "secretRef") === undefined),
    broken: [
      withVariable("a variable has one", {
        name: "LOGIN",
        valueFrom: { secretKeyRef: { name: "db-params", key: "login" } },
      }),
      after("all are variables", ({ settings }) => void (settings["envFrom"] = [{ secretRef: { name: "db-params" } }])),
    ],
    also: ["kube-linter/read-secret-from-env-var", "kubescape/C-0207"],
  },
  {
    id: "polaris/sensitiveContainerEnvVar",
    must: "have no secret written into its variables",
    types,
    holds: (container) =>
      variables(container).every((variable) =>
        // a path is none
        /_FILE$|_DIR$/.test(String(at(variable, "name"))) || at(variable, "value") === undefined
          ? true
          : !/password|token|bearer|secret|^azure_.+key$/i.test(String(at(variable, "name"))),
      ),
    broken: [withVariable("a variable is one", { name: "DB_PASSWORD", value: "example" })],
    also: ["kubescape/C-0012"],
  },
  {
    id: "kube-linter/env-var-secret",
    must: "have no variable that is called a secret",
    types,
    holds: (container) => !names(container).some((name) => /secret/i.test(String(name))),
    broken: [withVariable("a variable is called so", { name: "CLIENT_SECRET", value: "example" })],
  },
  {
    id: "kube-linter/duplicate-env-var",
    must: "have each variable once",
    types,
    holds: (container) => new Set(names(container)).size === names(container).length,
    broken: [
      after("a variable is there twice", ({ settings }) => {
        settings["env"] = [
          { name: "A", value: "1" },
          { name: "A", value: "2" },
        ];
      }),
    ],
    also: ["kube-score/environment-variable-key-duplication"],
  },
  {
    id: "kube-linter/privileged-ports",
    must: "listen where it needs no right to, and not where SSH does",
    types,
    holds: ({ settings }) => listAt(settings, "ports").every((port) => Number(at(port, "containerPort")) >= 1024),
    broken: [
      after(
        "it listens where SSH does",
        ({ settings }) => void (settings["ports"] = [{ containerPort: 22, protocol: "TCP" }]),
      ),
      after("it listens at 80", ({ settings }) => void (settings["ports"] = [{ containerPort: 80, protocol: "TCP" }])),
    ],
    also: ["kube-linter/ssh-port"],
  },
];
