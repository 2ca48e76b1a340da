import type { Manifest } from "../../support/manifests";

/**
 * A release as beginners are taught to write it, with what that leaves open: no namespace, root, no limits, one probe,
 * the password among the variables, a tag that moves, and two Deployments whose selectors find each other's pods. Checks
 * that find nothing here are worth nothing.
 */
export const bookObjects = (): Manifest[] => [
  deployment("addressbook-canary", 1),
  deployment("addressbook-stable", 2),
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "addressbook-lb" },
    spec: { type: "LoadBalancer", selector: { app: "addressbook" }, ports: [{ port: 80, targetPort: 3000 }] },
  },
];

const deployment = (name: string, replicas: number): Manifest => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: "addressbook" } },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
    template: {
      metadata: { labels: { app: "addressbook", deployment: name } },
      spec: {
        containers: [
          {
            name: "addressbook",
            image: "registry.example.com/addressbook:latest",
            readinessProbe: { httpGet: { path: "/ready", port: 3000 } },
            env: [
              { name: "PORT", value: "3000" },
              { name: "DB_PASSWORD", value: "example" },
            ],
          },
        ],
      },
    },
  },
});
