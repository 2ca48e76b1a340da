import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

import { BindingSource } from "./binding-source";
import type { Block } from "./schema";
import { schemaOfBinding } from "./schema-of-binding";

// from the project's folder, so that it is found by a bundled program too
const { resolve: find } = createRequire(resolve("package.json"));

/** An installed package `@cdktf/provider-…`, out of which the schemas of its provider are rebuilt. */
export class ProviderBindings {
  /** Version of the provider that the bindings were made from. */
  readonly providerVersion: string;

  private readonly folder: string;
  private readonly cache: string;

  /**
   * @param provider the provider's short name: `aws`. Throws when its bindings are not installed.
   * @param cache the folder in which schemas are kept from one run to the next
   */
  constructor(
    private readonly provider: string,
    cache = resolve("node_modules/.cache/provider-schemas"),
  ) {
    const manifest = manifestOf(provider);
    const { version, cdktf } = JSON.parse(readFileSync(manifest, "utf8")) as {
      version: string;
      cdktf: { provider: { version: string } };
    };
    this.providerVersion = cdktf.provider.version;
    this.folder = join(dirname(manifest), "lib");
    this.cache = join(cache, `${provider}-${version}-${readersDigest()}`);
  }

  /** The schema of the provider's own configuration. */
  configuration(): Block {
    return this.block("provider", this.provider);
  }

  /** @param type `aws_vpc` */
  resource(type: string): Block {
    return this.block(type.replace(`${this.provider}_`, "").replaceAll("_", "-"), type);
  }

  /** @param type `aws_availability_zones` */
  dataSource(type: string): Block {
    return this.block(`data-${type.replaceAll("_", "-")}`, type);
  }

  private block(name: string, type: string): Block {
    const file = join(this.cache, `${name}.${type}.json`);
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Block;

    const folder = join(this.folder, name);
    const source = existsSync(folder) ? new BindingSource(folder) : undefined;
    if (source?.terraformType !== type)
      throw new Error(`@cdktf/provider-${this.provider} has no ${type} in lib/${name}`);
    const block = schemaOfBinding(source);
    mkdirSync(this.cache, { recursive: true });
    // another process may be writing the same file
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(block));
    renameSync(unfinished, file);
    return block;
  }
}

function manifestOf(provider: string): string {
  const name = `@cdktf/provider-${provider}`;
  try {
    return find(`${name}/package.json`);
  } catch (error) {
    throw new Error(`the bindings ${name} are not installed`, { cause: error });
  }
}

/** What was read by an earlier version of this code must not be taken from the cache. */
function readersDigest(): string {
  const hash = createHash("sha256");
  for (const file of ["binding-source.ts", "schema-of-binding.ts"])
    hash.update(readFileSync(resolve("tests/terraform/bindings", file)));
  return hash.digest("hex").slice(0, 8);
}
