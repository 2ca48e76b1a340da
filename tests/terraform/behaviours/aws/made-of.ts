import type { Cloud } from "../behaviour";
import { known, Unknown, type Values } from "../values";

/** The account that may be used, or the one that AWS's own examples have. */
export function accountOf(cloud: Cloud): string {
  const [account] = listOf(cloud.provider, "allowed_account_ids");
  return account ?? "111122223333";
}

export const regionOf = (cloud: Cloud): string => textOf(cloud.provider, "region", "us-east-1");

/** An availability zone. */
export interface Zone {
  readonly id: string;
  readonly name: string;
}

/** The letter or two by which ids of zones call the part of the continent. */
const initials: Readonly<Record<string, string>> = {
  central: "c",
  east: "e",
  north: "n",
  northeast: "ne",
  northwest: "nw",
  south: "s",
  southeast: "se",
  southwest: "sw",
  west: "w",
};

/** The zones of a region: six in the oldest one, three in others. */
export function zonesOf(region: string): readonly Zone[] {
  const [continent = "", ...rest] = region.split("-");
  const short = continent + rest.map((word) => initials[word] ?? word.charAt(0)).join("");
  return ["a", "b", "c", "d", "e", "f"]
    .slice(0, region === "us-east-1" ? 6 : 3)
    .map((letter, index) => ({ id: `${short}-az${index + 1}`, name: `${region}${letter}` }));
}

/** The ARN of something in a region: `arnOf(cloud, "ec2", "vpc/vpc-1")`. */
export const arnOf = (cloud: Cloud, service: string, resource: string): string =>
  `arn:aws:${service}:${regionOf(cloud)}:${accountOf(cloud)}:${resource}`;

/** The ARN of something of IAM, which has no region. */
export const iamArnOf = (cloud: Cloud, resource: string): string => `arn:aws:iam::${accountOf(cloud)}:${resource}`;

/** An id as EC2 gives them: `vpc-0a1b2c3d4e5f60718`. */
export const ec2Id = (cloud: Cloud, prefix: string): string => `${prefix}-0${cloud.hex(16)}`;

/** A setting that is text, when it is known. */
export function textOf(settings: Values, path: string, otherwise: string): string {
  const value = known(settings, path);
  return typeof value === "string" && value !== "" ? value : otherwise;
}

/** The items of a setting that is a list, when they are known. */
export function listOf(settings: Values, path: string): readonly string[] {
  const value = known(settings, path);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A name as the provider makes it up, out of a prefix if there is one. */
export function nameOf(settings: Values, cloud: Cloud, name = "name", prefix = `${name}_prefix`): string {
  return textOf(settings, name, `${textOf(settings, prefix, "terraform-")}${cloud.decimal(26)}`);
}

/** Tags of the provider and of the resource; those of the resource win. */
export function allTags(tags: unknown, provider: Values): unknown {
  if (tags instanceof Unknown) return tags;
  const all: Values = { ...(known(provider, "default_tags.tags") as Values | undefined), ...(tags as Values | null) };
  return Object.values(all).find((value) => value instanceof Unknown) ?? all;
}
