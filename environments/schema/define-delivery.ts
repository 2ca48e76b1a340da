import type { DeliveryInput } from "./delivery";

/** Describes how continuous integration delivers the service. Everything that may be left out has a default. */
export function defineDelivery(delivery: DeliveryInput): DeliveryInput {
  return delivery;
}
