import type { Plan } from "./plan";

/** Why `cdktf destroy` would fail; nothing when it would not. */
export function obstruction({ foreign, defaultNetwork }: Pick<Plan, "foreign" | "defaultNetwork">): string | undefined {
  const reasons = [
    ...(foreign.length === 0
      ? []
      : [
          `the VPC cannot be deleted as long as others use it (${foreign.map(described).join("; ")}); ` +
            "they are not touched, delete them yourself",
        ]),
    ...(defaultNetwork === undefined
      ? []
      : [
          `the VPC ${defaultNetwork.name} is the default of ${defaultNetwork.region}, which DigitalOcean does not ` +
            "delete; make another one the default",
        ]),
  ];
  return reasons.length === 0 ? undefined : reasons.join("\n");
}

const described = ({ type, id, owner }: Plan["foreign"][number]): string => `${type} ${id}: ${owner}`;
