import type { DigitaloceanEmulator } from "../../emulators/digitalocean/digitalocean-emulator";

/** Asks DigitalOcean itself, as somebody does with `doctl` who cannot ask Terraform. Throws when it is refused. */
export async function askApi<T>(
  { address, environment }: DigitaloceanEmulator,
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: object,
): Promise<T> {
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${environment["DIGITALOCEAN_TOKEN"] ?? ""}`,
      "Content-Type": "application/json",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** What a list of the API holds under its own name: `vpcs` of `/v2/vpcs`. */
export async function listed<T extends { readonly name: string; readonly id: string }>(
  emulator: DigitaloceanEmulator,
  path: string,
): Promise<readonly T[]> {
  const answer = await askApi<Record<string, unknown>>(emulator, "GET", `${path}?per_page=200`);
  return Object.values(answer).find((member) => Array.isArray(member)) as T[];
}

/** The id of what has a name. Throws unless there is exactly one. */
export async function idOf(emulator: DigitaloceanEmulator, path: string, name: string): Promise<string> {
  const named = (await listed(emulator, path)).filter((one) => one.name === name);
  if (named.length !== 1) throw new Error(`${named.length} things at ${path} are called ${name}`);
  return named[0]!.id;
}
