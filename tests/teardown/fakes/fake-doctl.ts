import type { Outcome } from "../../../programs/local-programs";
import { alive, type CloudState, failed, printed, type Thing, writeKubeconfig } from "./cloud-state";

/** Asked for JSON, it writes errors where it would write answers. */
const refused = (detail: string): Outcome => ({
  status: 1,
  stdout: `${JSON.stringify({ errors: [{ detail }] })}\n`,
  stderr: "",
});

/**
 * Answers as the command line of DigitalOcean does.
 *
 * @see https://github.com/digitalocean/doctl/tree/main/commands
 */
export function doctl(state: CloudState, args: readonly string[], kubeconfig?: string): Outcome {
  const things = (kind: string): Thing[] => alive(state.account[kind]);
  /** A list that was never filled is printed as `null`. */
  const listed = (kind: string): Outcome => printed(things(kind).length === 0 ? null : things(kind));
  const [command = "", asJson] = args.join(" ").split(" --output ");

  if (command.startsWith("kubernetes cluster kubeconfig save "))
    return state.cluster.exists
      ? writeKubeconfig(state, kubeconfig)
      : failed(`Error: no cluster goes by the name "${args[4] ?? ""}"`);
  if (asJson !== "json") return failed(`Error: no table is read: ${command}`);

  switch (command) {
    case "vpcs list":
      return printed(things("vpcs"));
    case "kubernetes cluster list":
      return listed("clusters");
    case "compute droplet list":
      return listed("droplets");
    case "compute load-balancer list":
      return listed("balancers");
    case "databases list":
      return listed("databases");
  }
  const [, id] = /^kubernetes cluster list-associated-resources (\S+)$/.exec(command) ?? [];
  if (!things("clusters").some((cluster) => cluster["id"] === id))
    return refused(`GET ${command}: 404 The resource you requested could not be found.`);
  const made = things("balancers").filter((balancer) => balancer["madeBy"] === id);
  return printed({ volumes: null, volume_snapshots: [], load_balancers: made.length === 0 ? null : made });
}
