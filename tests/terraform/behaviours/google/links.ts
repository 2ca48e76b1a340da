import { createHash } from "node:crypto";

import type { Cloud } from "../behaviour";
import { text, type Values } from "../values";

/** The project that a resource is in: its own, or that of the provider. */
export const projectOf = (settings: Values, cloud: Cloud): string =>
  text(settings, "project") || text(cloud.provider, "project");

/** The number of a project, which some APIs answer with instead of its id. */
export const projectNumber = (project: string): string =>
  String(1e11 + (Number.parseInt(createHash("sha256").update(project).digest("hex").slice(0, 9), 16) % 9e11));

/** The region that a resource is in: its own, or that of the provider. */
export const regionOf = (settings: Values, cloud: Cloud): string =>
  text(settings, "region") || text(cloud.provider, "region");

/** `projects/P/global/networks/N` */
export const globalId = (collection: string, settings: Values, cloud: Cloud): string =>
  `projects/${projectOf(settings, cloud)}/global/${collection}/${text(settings, "name")}`;

/** `projects/P/regions/R/subnetworks/S` */
export const regionalId = (collection: string, settings: Values, cloud: Cloud): string =>
  `projects/${projectOf(settings, cloud)}/regions/${regionOf(settings, cloud)}/${collection}/${text(settings, "name")}`;

/** The address of a resource of Compute Engine, which others may refer to instead of its id. */
export const computeLink = (id: string): string => `https://www.googleapis.com/compute/v1/${id}`;

/** When everything was made, as Compute Engine writes it. */
export const creationTimestamp = "2026-01-05T03:00:00.000-08:00";

/** When everything was made, as the other APIs write it. */
export const createTime = "2026-01-05T11:00:00.000000Z";

/** What an API wants to see again before it changes something. */
export const fingerprint = (cloud: Cloud): string => `${cloud.hex(11)}=`;

/** An address of the network of the project. */
export const privateAddress = (cloud: Cloud): string => `10.${octet(cloud)}.${octet(cloud)}.2`;

/** An address that Google gives out. */
export const publicAddress = (cloud: Cloud): string => `34.${octet(cloud)}.${octet(cloud)}.2`;

const octet = (cloud: Cloud): number => Number.parseInt(cloud.hex(2), 16);

/** A certificate in PEM that says nothing, in the base64 that Kubernetes wants. */
export const certificateAuthority = (cloud: Cloud): string => Buffer.from(certificate(cloud)).toString("base64");

/** A certificate in PEM that says nothing. */
export const certificate = (cloud: Cloud): string =>
  [
    "-----BEGIN CERTIFICATE-----",
    Buffer.from(cloud.hex(96), "hex").toString("base64"),
    "-----END CERTIFICATE-----",
    "",
  ].join("\n");
