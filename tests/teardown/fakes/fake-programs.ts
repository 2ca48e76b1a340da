import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";

import type { Outcome } from "../../../programs/local-programs";
import { type CloudState, failed, writeKubeconfig } from "./cloud-state";
import { aws } from "./fake-aws";
import { doctl } from "./fake-doctl";
import { kubectl } from "./fake-kubectl";

/** A call of a program. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  /** The variable KUBECONFIG, as the program saw it. */
  readonly kubeconfig?: string | undefined;
  /** Access rights of that file. */
  readonly mode?: number | undefined;
}

/** Has a program answer from what stands in a file, and writes down beside it what was asked. */
export function answer(file: string, program: string, args: readonly string[], kubeconfig?: string): Outcome {
  const mode = kubeconfig !== undefined && existsSync(kubeconfig) ? statSync(kubeconfig).mode & 0o777 : undefined;
  const call: Call = { program, args, kubeconfig, mode };
  appendFileSync(`${file}.calls`, `${JSON.stringify(call)}\n`);

  const text = readFileSync(file, "utf8");
  const state = JSON.parse(text) as CloudState;
  const refusal = Object.entries(state.refusals).find(([command]) =>
    `${program} ${args.join(" ")}`.startsWith(command),
  );
  if (refusal !== undefined) return failed(refusal[1]);
  const outcome = programs[program]?.(state, args, kubeconfig) ?? failed(`${program}: command not found`);
  const after = JSON.stringify(state);
  // several read at once; only one changes something at a time
  if (after !== text) writeFileSync(file, after);
  return outcome;
}

const programs: Readonly<Record<string, (state: CloudState, args: readonly string[], kubeconfig?: string) => Outcome>> =
  {
    aws,
    doctl,
    kubectl,
    // https://github.com/google-cloud-sdk-unofficial/google-cloud-sdk/blob/master/lib/googlecloudsdk/api_lib/container/api_adapter.py
    gcloud: (state, args, kubeconfig) =>
      state.cluster.exists
        ? writeKubeconfig(state, kubeconfig)
        : failed(
            "Fetching cluster endpoint and auth data.\nERROR: (gcloud.container.clusters.get-credentials) ResponseError: " +
              `code=404, message=Not found: projects/p/locations/l/clusters/${args[3] ?? ""}.\nNo cluster named '${args[3] ?? ""}' in p.`,
          ),
  };
