import type { Policy } from "../../policy";
import { apiServerContainers } from "./containers";
import { metadata } from "./metadata";
import { apiServerNetwork } from "./network";
import { apiServerPods } from "./pods";
import { apiServerWorkloads } from "./workloads";

/**
 * What the API server refuses though the schema allows it, as far as our objects have such things. `npm run scan` asks
 * the API server's own code whether it does.
 */
export const apiServer: readonly Policy[] = [
  ...metadata,
  ...apiServerContainers,
  ...apiServerPods,
  ...apiServerWorkloads,
  ...apiServerNetwork,
];
