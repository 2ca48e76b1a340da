import { InvalidArgumentError, Option } from "commander";

import { imagePattern, isPinned } from "../charts/image";
import { notEmpty } from "../environments/schema/options";

/** What all commands that talk to a cluster are told. */
export interface ClusterOptions {
  readonly environment: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly timeout: number;
  readonly output: "text" | "json";
  /** @default - none */
  readonly report?: readonly string[];
}

/** What is released, as flags or variables. */
export interface ImageOptions {
  readonly image?: string;
  readonly canaryPods?: string;
  readonly stablePods?: string;
  readonly canaryWeight?: string;
  readonly databaseSecret?: string;
}

/** A whole number of seconds up to a day. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 86_400)
    throw new InvalidArgumentError("It must be a whole number of seconds, from 1 to 86400.");
  return value;
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
}

const several = (text: string, before: readonly string[] = []): string[] => [...before, text];

export const timeoutOption = (meaning = "how long to wait, for all of it", otherwise = 600): Option =>
  new Option("-t, --timeout <seconds>", meaning).argParser(seconds).default(otherwise);

export const reportOption = (): Option =>
  new Option(
    "--report <file>",
    "write a report at the end: Markdown (.md), JUnit (.xml) or a page (.html); may be given several times",
  )
    .argParser(several)
    .default([], "none");

export const kubeconfigOption = (): Option =>
  new Option("--kubeconfig <file>", "kubeconfig to use (default: KUBECONFIG, or the one in the home folder)").argParser(
    notEmpty("a file"),
  );

export const contextOption = (): Option =>
  new Option("--context <name>", "context to use (default: the current one, if it is of the environment)").argParser(
    notEmpty("the name of a context"),
  );

export const imageOption = (): Option =>
  new Option("-i, --image <reference>", "image to release, best by digest (default: the version of this checkout)").env(
    "IMAGE",
  );

/**
 * A digest names one image for ever, in every registry. There is no variable for it unless the command is about nothing
 * but this image: what somebody has exported for `canary` must not change what another command does.
 */
export const digestOption = (meaning: string): Option =>
  new Option("-i, --image <reference>", meaning).argParser(withDigest);

function withDigest(text: string): string {
  if (!imagePattern.test(text) || !isPinned(text))
    throw new InvalidArgumentError("It must be an image by its digest, such as REPOSITORY@sha256:…");
  return text;
}

/** The service itself, wherever it runs. */
export const urlOption = (): Option =>
  new Option("--url <url>", "where the service answers, such as http://127.0.0.1:3000").argParser((text): URL => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`)
      throw new InvalidArgumentError("It must be an address such as http://127.0.0.1:3000, without a path.");
    return url;
  });

export const canaryPodsOption = (): Option =>
  new Option("--canary-pods <number>", "pods of the canary (default: `service.canaryPods`)").env("CANARY_PODS");

export const stablePodsOption = (meaning: string): Option =>
  new Option("--stable-pods <number>", meaning).env("STABLE_PODS");

export const canaryWeightOption = (): Option =>
  new Option("--canary-weight <percent>", "the canary's part of the requests, behind a Gateway").env("CANARY_WEIGHT");

export const databaseSecretOption = (): Option =>
  new Option("--database-secret <name>", "Secret with the database's login (default: db-params)").env(
    "DATABASE_SECRET",
  );
