import type { Step } from "./workflow-text";

/** A program that is not on GitHub's machines, and has no action that would say what it downloads. */
interface Tool {
  readonly name: string;
  readonly url: string;
  readonly sha256: string;
}

export const doctl: Tool = {
  name: "doctl",
  url: "https://github.com/digitalocean/doctl/releases/download/v1.167.0/doctl-1.167.0-linux-amd64.tar.gz",
  sha256: "8d7b39ad749698693458aa701c0c8d522035f923455a9bf0ee03a0b01601e51c",
};

export const syft: Tool = {
  name: "syft",
  url: "https://github.com/anchore/syft/releases/download/v1.51.0/syft_1.51.0_linux_amd64.tar.gz",
  sha256: "2a2e837a2c8d59ec9af5472ee22d3b04ee463c4e44476ecf993fd1e5ab6ebc7f",
};

/** Its action knows the checksum. */
export const cosignVersion = "v3.0.6";

/** That of GitHub's machines, which lacks the plugin for clusters. */
export const gcloudVersion = "580.0.0";

/** The database that the service is developed with (`compose.yaml`). */
export const postgresImage = "postgres:17.11-bookworm";

/** Puts a program where commands are found, if it is the one that we know. */
export const installed = ({ name, url, sha256 }: Tool): Step => ({
  name: `Set up ${name}`,
  run: [
    'cd "$RUNNER_TEMP"',
    `curl --fail --silent --show-error --location --retry 3 --output ${name}.tar.gz ${url}`,
    `echo "${sha256}  ${name}.tar.gz" | sha256sum --check`,
    `sudo tar --extract --gzip --file ${name}.tar.gz --directory /usr/local/bin ${name}`,
  ].join("\n"),
});
