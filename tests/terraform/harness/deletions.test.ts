import type { DeletionOrder } from "../behaviours/behaviour";
import { unguardedDeletions } from "./deletions";
import type { StackState } from "./state";

const row = (first: string, then: string): DeletionOrder => ({
  first,
  then,
  because: "it is in use",
  source: "https://example.org",
});

const state = (...resources: readonly (readonly [address: string, attributes: object, dependencies?: string[]])[]) =>
  ({
    version: 4,
    outputs: {},
    resources: resources.map(([address, attributes, dependencies]) => {
      const [type = "", name = ""] = address.split(".");
      return {
        mode: "managed",
        type,
        name,
        provider: "",
        instances: [{ schema_version: 0, attributes, dependencies }],
      };
    }),
  }) satisfies StackState;

const network = ["cloud_network.main", { id: "net-1" }] as const;

test.each<readonly [what: string, found: StackState, order: DeletionOrder, unguarded: boolean]>([
  [
    "depends on it",
    state(network, ["cloud_node.a", {}, ["cloud_network.main"]]),
    row("cloud_node", "cloud_network"),
    false,
  ],
  [
    "does not depend on it",
    state(network, ["cloud_node.a", {}, ["cloud_role.a"]]),
    row("cloud_node", "cloud_network"),
    true,
  ],
  ["depends on nothing", state(network, ["cloud_node.a", {}]), row("cloud_node", "cloud_network"), true],
  [
    "refers to it without depending on it",
    state(network, ["cloud_node.a", { network: "net-1" }]),
    row("cloud_node.network", "cloud_network.id"),
    true,
  ],
  [
    "refers to it in a list without depending on it",
    state(network, ["cloud_node.a", { at: [{ networks: ["net-0", "net-1"] }] }]),
    row("cloud_node.at.networks", "cloud_network.id"),
    true,
  ],
  [
    "refers to another one",
    state(network, ["cloud_node.a", { network: "net-2" }]),
    row("cloud_node.network", "cloud_network.id"),
    false,
  ],
  [
    "stands in the way of others of the type",
    state(network, ["cloud_node.a", {}]),
    { ...row("cloud_node", "cloud_network"), only: ({ id }) => id !== "net-1" },
    false,
  ],
  ["is not there", state(network), row("cloud_node", "cloud_network"), false],
])("A resource that must be gone first and %s", (_what, found, order, unguarded) => {
  expect(unguardedDeletions(found, [order])).toEqual(
    unguarded ? ["cloud_node.a must be gone before cloud_network.main: it is in use"] : [],
  );
});

test("Every pair is looked at", () => {
  const found = state(network, ["cloud_network.other", { id: "net-2" }], ["cloud_node.a", {}], ["cloud_node.b", {}]);
  expect(unguardedDeletions(found, [row("cloud_node", "cloud_network")])).toHaveLength(4);
});
