import { type Programs, reason } from "../programs/local-programs";
import type { ClusterAccess } from "./cluster-access";
import { Unreachable } from "./failure";

/** Paths of the API of one cluster, asked through `kubectl`, which knows how to log in. */
export class KubernetesApi {
  constructor(
    private readonly programs: Programs,
    private readonly access: ClusterAccess,
  ) {}

  /** @returns what is there; nothing when the cluster does not know the path */
  async get(path: string): Promise<unknown> {
    const text = await this.request("get", path);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }

  /** Asks for a deletion, and does not wait for it. What is gone already is fine. */
  async delete(path: string): Promise<void> {
    await this.request("delete", path);
  }

  private async request(verb: "get" | "delete", path: string): Promise<string | undefined> {
    const { file, context } = this.access;
    const outcome = await this.programs.run(
      // raw paths need no discovery, and give back what the API says
      ["kubectl", `--kubeconfig=${file}`, `--context=${context}`, "--request-timeout=20s", verb, `--raw=${path}`],
      file,
    );
    if (outcome.status === 0) return outcome.stdout;
    if (outcome.stderr.includes("(NotFound)")) return undefined;
    throw new Unreachable(reason(outcome));
  }
}
