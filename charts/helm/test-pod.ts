import { App, Chart } from "cdk8s";
import { IntOrString, KubeNetworkPolicy, KubePod } from "cdk8s-plus-33/lib/imports/k8s";

import { hardenedPod } from "../../constructs/kubernetes/hardened-pod";
import { podsOfService, recommendedLabels } from "../../constructs/kubernetes/labels";
import type { Environment } from "../../environments/schema/environment";
import type { ReleaseSettings } from "../release-settings";
import { servicePod } from "../service-pod";
import { type WrittenObject, writtenObjects } from "../written-objects";

/** Objects that exist while `helm test` runs: they are made in the order of their weights. */
const hook = (weight: number) => ({
  "helm.sh/hook": "test",
  "helm.sh/hook-weight": String(weight),
  "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded",
});

/**
 * What `helm test` runs: a pod of the service's image that asks the service, by the name that others use, whether it is
 * ready, and the policy that lets it. The program needs Node.js in the image.
 *
 * @param serviceName name of the Service object
 */
export function testObjects(
  environment: Environment,
  settings: ReleaseSettings,
  serviceName: string,
): readonly WrittenObject[] {
  const { service } = environment;
  const chart = new Chart(new App(), "test");
  const name = `${service.name}-test`;
  const labels = { ...recommendedLabels(service, name), app: name };
  const { image, imagePullPolicy, serviceAccountName, resources, writableDirectories } = servicePod(
    environment,
    settings,
  );

  new KubeNetworkPolicy(chart, "policy", {
    metadata: { name, namespace: service.namespace, labels, annotations: hook(0) },
    spec: {
      podSelector: { matchLabels: { app: name } },
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ podSelector: { matchLabels: podsOfService(service) } }],
          ports: [{ protocol: "TCP", port: IntOrString.fromNumber(service.port) }],
        },
      ],
    },
  });
  new KubePod(chart, "pod", {
    metadata: { name, namespace: service.namespace, labels, annotations: hook(1) },
    spec: {
      ...hardenedPod({
        name: "test",
        image,
        imagePullPolicy,
        serviceAccountName,
        resources,
        writableDirectories,
        command: ["node", "--input-type=module", "--eval", program],
        env: [{ name: "URL", value: `http://${serviceName}${service.probes.readiness}` }],
      }),
      restartPolicy: "Never",
      activeDeadlineSeconds: 60,
    },
  });
  return writtenObjects(chart);
}

const program = `
const answer = await fetch(process.env.URL, { signal: AbortSignal.timeout(10_000) });
console.log(process.env.URL, answer.status, await answer.text());
process.exitCode = answer.ok ? 0 : 1;
`.trim();
