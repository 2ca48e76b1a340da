import type { CloudEnvironment } from "../environments/schema/environment";
import { mib, millicores } from "../environments/schema/quantity";
import { standingPods, total } from "../environments/schema/release-pods";
import { aws } from "./prices/aws";
import { digitalocean } from "./prices/digitalocean";
import { google } from "./prices/google";
import type { LineItem, PriceTable, Resources } from "./prices/price";

/** What an environment costs in a month. */
export interface Cost {
  /** US dollars, rounded to cents. */
  readonly total: number;
  readonly lines: readonly CostLine[];
  readonly asOf: string;
  readonly region: string;
  readonly pages: readonly string[];
  readonly notIncluded: readonly string[];
}

export interface CostLine {
  readonly what: string;
  readonly count: number;
  /** US dollars a month for all of them. */
  readonly usd: number;
  readonly settings: readonly string[];
  /** Where the price was read; undefined: remembered. */
  readonly source?: string;
}

const tables: Record<CloudEnvironment["cloud"], PriceTable> = { aws, google, digitalocean };

/** An estimate from what Terraform would create, so that it cannot differ from the stack, and from the service's pods. */
export function estimateCost({ cloud, service }: CloudEnvironment, resources: Resources): Cost {
  const { estimate, ...about } = tables[cloud];
  const pods = {
    count: total(standingPods(service)),
    millicores: millicores(service.resources.cpuRequest),
    mib: mib(service.resources.memoryRequest),
  };
  const lines = estimate(resources, pods)
    .filter(({ count }) => count > 0)
    .map(toLine);
  return { total: cents(lines.reduce((sum, { usd }) => sum + usd, 0)), lines, ...about };
}

function toLine({ what, count, price, settings = [] }: LineItem): CostLine {
  return { what, count, usd: cents(count * price.usd), settings, source: price.source };
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
