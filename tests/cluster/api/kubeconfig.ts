import type { User } from "./access/users";

/** The text of a kubeconfig file. */
export function kubeconfigOf(access: {
  readonly url: string;
  readonly user: User;
  readonly namespace: string;
  /** The certificate that the server's is signed by. */
  readonly authority: string | undefined;
  /** Of its only context, which is the current one. @default "test-cluster" */
  readonly context?: string | undefined;
}): string {
  const { url, user, namespace, authority, context = "test-cluster" } = access;
  const cluster = {
    server: url,
    ...(authority !== undefined && { "certificate-authority-data": Buffer.from(authority).toString("base64") }),
  };
  return `${JSON.stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "test-cluster", cluster }],
      users: [{ name: user.name, user: { token: user.token } }],
      contexts: [{ name: context, context: { cluster: "test-cluster", user: user.name, namespace } }],
      "current-context": context,
    },
    undefined,
    2,
  )}\n`;
}
