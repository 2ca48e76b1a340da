import { at, listAt } from "../../support/at";
import { after, type Policy } from "../policy";
import type { Resource } from "../stack";
import { containersIn } from "./objects";

type Rule = Pick<Policy, "id" | "must" | "also" | "broken"> & {
  /** Whether a pod may be like this. */
  readonly allows: (pod: unknown, containers: readonly object[]) => boolean;
};

/** Changes the specification of a pod, or its first container. */
const inPod = (how: string, change: (pod: Record<string, unknown>) => unknown) =>
  after(how, ({ settings }) => void change(at(settings, "spec") as Record<string, unknown>));
const inContainer = (how: string, change: (container: Record<string, unknown>) => unknown) =>
  after(how, ({ settings }) => void change(containersIn(settings)[0]!));
const inSecurityContext = (key: string, value: unknown) =>
  inContainer(`a container has \`${key}\` ${JSON.stringify(value)}`, (container) => {
    container["securityContext"] = { ...(container["securityContext"] as object), [key]: value };
  });
const inPodSecurityContext = (key: string, value: unknown) =>
  inPod(`the pod has \`${key}\` ${JSON.stringify(value)}`, (pod) => {
    pod["securityContext"] = { ...(pod["securityContext"] as object), [key]: value };
  });
const mounting = (how: string, source: object) =>
  after(how, ({ settings }) => {
    const pod = at(settings, "spec") as Record<string, unknown>;
    const container = containersIn(settings)[0]!;
    pod["volumes"] = [...listAt(pod, "volumes"), { name: "added", ...source }];
    container["volumeMounts"] = [...listAt(container, "volumeMounts"), { name: "added", mountPath: "/added" }];
  });
/** Taken out of the pod and of its containers, of which each could make up for the other. */
const nowhere = (key: string) =>
  after(`\`${key}\` is taken out everywhere`, ({ settings }) => {
    for (const holder of [at(settings, "spec"), ...containersIn(settings)]) {
      const context = at(holder, "securityContext") as Record<string, unknown> | undefined;
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- plain JSON
      if (context !== undefined) delete context[key];
    }
  });

/** What is said of the containers, by each of them or by the pod for all that say nothing. */
const effective = (pod: unknown, containers: readonly object[], ...path: string[]): unknown[] =>
  containers.map((container) => at(container, "securityContext", ...path) ?? at(pod, "securityContext", ...path));
/** What is said by the pod and by its containers, where anything is said. */
const said = (pod: unknown, containers: readonly object[], ...path: string[]): unknown[] =>
  [pod, ...containers].map((holder) => at(holder, "securityContext", ...path)).filter((value) => value !== undefined);

const handlers = (container: unknown): unknown[] => [
  ...["livenessProbe", "readinessProbe", "startupProbe"].map((probe) => at(container, probe)),
  ...["postStart", "preStop"].map((hook) => at(container, "lifecycle", hook)),
];

const allowedVolumes = [
  ..."configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret".split(" "),
];
const allowedSysctls = [
  "kernel.shm_rmid_forced",
  ..."ip_local_port_range ip_local_reserved_ports ip_unprivileged_port_start ping_group_range tcp_fin_timeout tcp_keepalive_intvl tcp_keepalive_probes tcp_keepalive_time tcp_rmem tcp_syncookies tcp_wmem"
    .split(" ")
    .map((name) => `net.ipv4.${name}`),
];

/**
 * The Pod Security Standard `restricted`, which includes `baseline`; the ids are those of the admission controller's
 * checks.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
const rules: readonly Rule[] = [
  {
    id: "pod-security/windowsHostProcess",
    must: "be no process of a Windows host",
    also: ["polaris/hostProcess"],
    allows: (pod, containers) => !said(pod, containers, "windowsOptions", "hostProcess").includes(true),
    broken: [
      inSecurityContext("windowsOptions", { hostProcess: true }),
      inPodSecurityContext("windowsOptions", { hostProcess: true }),
    ],
  },
  {
    id: "pod-security/hostNamespaces",
    must: "share no namespace of its host",
    also: [
      "CKV_K8S_17",
      "CKV_K8S_18",
      "CKV_K8S_19",
      ...["host-network", "host-pid", "host-ipc"].map((name) => `kube-linter/${name}`),
      ...["hostNetworkSet", "hostPIDSet", "hostIPCSet"].map((name) => `polaris/${name}`),
      "kubescape/C-0038",
      "kubescape/C-0041",
    ],
    allows: (pod) => ["hostNetwork", "hostPID", "hostIPC"].every((key) => at(pod, key) !== true),
    broken: ["hostNetwork", "hostPID", "hostIPC"].map((key) => inPod(`\`${key}\` is set`, (pod) => (pod[key] = true))),
  },
  {
    id: "pod-security/privileged",
    must: "have no privileges on its host",
    also: [
      "CKV_K8S_16",
      "kube-linter/privileged-container",
      "kube-score/container-security-context-privileged",
      "polaris/runAsPrivileged",
      "kubescape/C-0057",
    ],
    allows: (_, containers) => containers.every((container) => at(container, "securityContext", "privileged") !== true),
    broken: [inSecurityContext("privileged", true)],
  },
  {
    id: "pod-security/capabilities_restricted",
    must: "drop all capabilities, and add none but that of binding low ports",
    also: [
      ...["25", "28", "37", "39"].map((number) => `CKV_K8S_${number}`),
      "kube-linter/drop-net-raw-capability",
      ...["dangerousCapabilities", "insecureCapabilities"].map((name) => `polaris/${name}`),
      "kubescape/C-0046",
    ],
    allows: (_, containers) =>
      containers.every(
        (container) =>
          listAt(container, "securityContext", "capabilities", "drop").includes("ALL") &&
          listAt(container, "securityContext", "capabilities", "add").every((name) => name === "NET_BIND_SERVICE"),
      ),
    broken: [
      inSecurityContext("capabilities", undefined),
      inSecurityContext("capabilities", { drop: ["NET_RAW"] }),
      inSecurityContext("capabilities", { drop: ["CHOWN"] }),
      inSecurityContext("capabilities", { drop: ["ALL"], add: ["SYS_ADMIN"] }),
    ],
  },
  {
    id: "pod-security/restrictedVolumes",
    must: "mount nothing of its host, and no volume of a kind that the cluster does not manage",
    also: ["CKV_K8S_27", "kube-linter/docker-sock", "kube-linter/sensitive-host-mounts", "polaris/hostPathSet"],
    allows: (pod) =>
      listAt(pod, "volumes").every((volume) =>
        Object.keys(volume as object).every((key) => key === "name" || allowedVolumes.includes(key)),
      ),
    broken: [
      mounting("it mounts a folder of its host", { hostPath: { path: "/etc" } }),
      mounting("it mounts the socket of Docker", { hostPath: { path: "/var/run/docker.sock" } }),
      mounting("it mounts a share", { nfs: { server: "192.0.2.1", path: "/" } }),
    ],
  },
  {
    id: "pod-security/hostPorts",
    must: "take no port of its host",
    also: ["CKV_K8S_26", "polaris/hostPortSet", "kubescape/C-0044"],
    allows: (_, containers) =>
      containers.every((container) => listAt(container, "ports").every((port) => !Number(at(port, "hostPort") ?? 0))),
    broken: [inContainer("it takes one", (c) => (c["ports"] = [{ containerPort: 8080, hostPort: 8080 }]))],
  },
  {
    id: "pod-security/hostProbesAndHostLifecycle",
    must: "be probed itself, and not another address by its name",
    allows: (_, containers) =>
      containers.every((container) =>
        handlers(container).every((handler) =>
          ["httpGet", "tcpSocket"].every((action) => !at(handler, action, "host")),
        ),
      ),
    broken: [
      inContainer("a probe asks another address", (c) => {
        c["livenessProbe"] = { httpGet: { path: "/", port: 8080, host: "192.0.2.1" } };
      }),
      inContainer("a hook asks another address", (c) => {
        c["lifecycle"] = { preStop: { httpGet: { path: "/", port: 8080, host: "192.0.2.1" } } };
      }),
    ],
  },
  {
    id: "pod-security/appArmorProfile",
    must: "keep the profile of AppArmor that its host has for containers",
    allows: (pod, containers) =>
      said(pod, containers, "appArmorProfile", "type").every(
        (type) => type === "RuntimeDefault" || type === "Localhost",
      ),
    broken: [
      inSecurityContext("appArmorProfile", { type: "Unconfined" }),
      inPodSecurityContext("appArmorProfile", { type: "Unconfined" }),
    ],
  },
  {
    id: "pod-security/seLinuxOptions",
    must: "keep the user and the role of SELinux, and a type that is for containers",
    allows: (pod, containers) =>
      said(pod, containers, "seLinuxOptions").every(
        (options) =>
          !at(options, "user") &&
          !at(options, "role") &&
          [undefined, "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"].includes(
            at(options, "type") as undefined,
          ),
      ),
    broken: [
      inSecurityContext("seLinuxOptions", { type: "spc_t" }),
      inSecurityContext("seLinuxOptions", { role: "sysadm_r" }),
      inPodSecurityContext("seLinuxOptions", { user: "system_u" }),
    ],
  },
  {
    id: "pod-security/procMount",
    must: "see of `/proc` what a container should",
    also: ["kube-linter/unsafe-proc-mount", "polaris/procMount"],
    allows: (_, containers) =>
      containers.every((container) =>
        [undefined, "Default"].includes(at(container, "securityContext", "procMount") as undefined),
      ),
    broken: [inSecurityContext("procMount", "Unmasked")],
  },
  {
    id: "pod-security/sysctls",
    must: "set no parameter of the kernel that others would feel",
    also: ["kube-linter/unsafe-sysctls"],
    allows: (pod) =>
      listAt(pod, "securityContext", "sysctls").every((sysctl) => allowedSysctls.includes(String(at(sysctl, "name")))),
    broken: [inPodSecurityContext("sysctls", [{ name: "kernel.msgmax", value: "65536" }])],
  },
  {
    id: "pod-security/allowPrivilegeEscalation",
    must: "not gain rights",
    also: [
      "CKV_K8S_20",
      "kube-linter/privilege-escalation-container",
      "polaris/privilegeEscalationAllowed",
      "kubescape/C-0016",
    ],
    allows: (_, containers) =>
      containers.every((container) => at(container, "securityContext", "allowPrivilegeEscalation") === false),
    broken: [
      inSecurityContext("allowPrivilegeEscalation", undefined),
      inSecurityContext("allowPrivilegeEscalation", true),
    ],
  },
  {
    id: "pod-security/runAsNonRoot",
    must: "say that it is not root",
    also: ["CKV_K8S_23", "kube-linter/run-as-non-root", "polaris/runAsRootAllowed", "kubescape/C-0013"],
    allows: (pod, containers) => effective(pod, containers, "runAsNonRoot").every((value) => value === true),
    broken: [
      nowhere("runAsNonRoot"),
      inSecurityContext("runAsNonRoot", false),
      after("it is root everywhere", ({ settings }) => {
        for (const holder of [at(settings, "spec"), ...containersIn(settings)])
          (holder as Record<string, unknown>)["securityContext"] = { runAsUser: 0 };
      }),
    ],
  },
  {
    id: "pod-security/runAsUser",
    must: "not be user 0",
    allows: (pod, containers) => !said(pod, containers, "runAsUser").includes(0),
    broken: [inSecurityContext("runAsUser", 0), inPodSecurityContext("runAsUser", 0)],
  },
  {
    id: "pod-security/seccompProfile_restricted",
    must: "be confined by seccomp",
    also: ["kube-score/container-seccomp-profile"],
    allows: (pod, containers) =>
      [
        ...effective(pod, containers, "seccompProfile", "type"),
        ...said(pod, containers, "seccompProfile", "type"),
      ].every((type) => type === "RuntimeDefault" || type === "Localhost"),
    broken: [
      nowhere("seccompProfile"),
      inSecurityContext("seccompProfile", { type: "Unconfined" }),
      inPodSecurityContext("seccompProfile", { type: "Unconfined" }),
    ],
  },
];

export const podSecurity: readonly Policy[] = rules.map(({ allows, ...rule }) => ({
  ...rule,
  types: ["PodTemplate"],
  holds: ({ settings }: Resource) => allows(at(settings, "spec"), containersIn(settings)),
}));
