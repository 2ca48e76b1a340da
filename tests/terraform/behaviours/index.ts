import { awsBehaviour } from "./aws";
import type { ProviderBehaviour } from "./behaviour";
import { digitaloceanBehaviour } from "./digitalocean";
import { googleBehaviour } from "./google";

/** What is known of each provider beyond its schema, by its short name. */
export const behaviours: Readonly<Record<string, ProviderBehaviour>> = {
  aws: awsBehaviour,
  digitalocean: digitaloceanBehaviour,
  google: googleBehaviour,
};
