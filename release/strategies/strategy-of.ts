import type { Service } from "../../environments/schema/service";
import { blueGreenStrategy } from "./blue-green-strategy";
import { canaryStrategy } from "./canary-strategy";
import type { Strategy } from "./strategy";

/** How a service is released. */
export const strategyOf = ({ strategy }: Service): Strategy =>
  strategy === "canary" ? canaryStrategy : blueGreenStrategy;
