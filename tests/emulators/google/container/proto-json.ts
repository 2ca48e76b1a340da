/** Members that GKE shows also when they are false, because they can be absent too; after recorded answers. */
const optional = [
  "allowExternalTraffic",
  "enableInsecureBindingSystemAuthenticated",
  "enableInsecureBindingSystemUnauthenticated",
  "enableK8sTokensViaDns",
  "enablePublicEndpoint",
  "gcpPublicCidrsAccessEnabled",
  "globalAccess",
  "insecureKubeletReadonlyPortEnabled",
  "ipEndpointsConfig.enabled",
];

const zeros: readonly unknown[] = [false, 0, ""];

/** The value as GKE writes it: without what is false, 0, or empty text or list. */
export function withoutZeros(value: object, name = ""): object {
  const members = Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    const isOptional = optional.includes(key) || optional.includes(`${name}.${key}`);
    if (member === undefined || (!isOptional && zeros.includes(member))) return [];
    if (Array.isArray(member))
      return member.length === 0 ? [] : [[key, member.map((item: unknown) => inner(item, key))]];
    return [[key, inner(member, key)]];
  });
  return Object.fromEntries(members) as object;
}

const inner = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? withoutZeros(value, name) : value;
