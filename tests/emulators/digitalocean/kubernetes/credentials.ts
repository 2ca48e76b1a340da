import { randomBytes } from "node:crypto";

import type { Account } from "../account";
import { ok } from "../api-request";
import { certificateAuthority } from "../../http/certificate-authority";
import type { Router } from "../router";
import { timestamp } from "../timestamp";
import { type Cluster, defaultEndpoint } from "./cluster";
import { clusterOf } from "./clusters";

const week = 7 * 24 * 60 * 60;

/** How to reach the API of a cluster, and a token for it. */
export function routeCredentials(router: Router, account: Account): void {
  router
    .on("GET /v2/kubernetes/clusters/{id}/credentials", (request) => {
      const access = accessTo(account, clusterOf(account, request));
      const seconds = Number(request.url.searchParams.get("expiry_seconds") ?? 0) || week;
      return ok({
        server: access.server,
        certificate_authority_data: access.authority,
        client_certificate_data: null,
        client_key_data: null,
        token: access.token,
        expires_at: timestamp(seconds),
      });
    })
    .on("GET /v2/kubernetes/clusters/{id}/kubeconfig", (request) => {
      const cluster = clusterOf(account, request);
      return { status: 200, body: kubeconfig(cluster, accessTo(account, cluster)) };
    });
}

interface Access {
  readonly server: string;
  readonly authority: string;
  readonly token: string;
}

const accessTo = ({ clusterEndpoint }: Account, cluster: Cluster): Access => ({
  server: clusterEndpoint?.endpoint ?? defaultEndpoint(cluster),
  authority: clusterEndpoint?.certificateAuthority ?? Buffer.from(certificateAuthority).toString("base64"),
  token: `dop_v1_${randomBytes(32).toString("hex")}`,
});

/** As doctl writes it, and the same names. */
function kubeconfig({ name, region }: Cluster, { server, authority, token }: Access): string {
  const context = `do-${region}-${name}`;
  return `apiVersion: v1
kind: Config
clusters:
  - name: ${context}
    cluster:
      certificate-authority-data: ${authority}
      server: ${server}
contexts:
  - name: ${context}
    context:
      cluster: ${context}
      user: ${context}-admin
current-context: ${context}
preferences: {}
users:
  - name: ${context}-admin
    user:
      token: ${token}
`;
}
