import type { Behaviour } from "../behaviour";
import { between, byApi, conflicts, exactlyOneOf, length, oneOf, type Relation } from "../rules";
import { isSet, known } from "../values";
import { computeName, oneOfOrNone, surelyIs } from "./formats";
import { computeLink, creationTimestamp, globalId, projectOf } from "./links";
import { google, manual, source } from "./source";

const sources = ["source_tags", "source_ranges", "source_service_accounts"];

/** Tags and service accounts are two ways to say the same, of which a rule has one. */
const tagsOrAccounts = (tags: string, accounts: string): Relation =>
  conflicts(tags, accounts, { [tags]: ["nodes"], [accounts]: ["nodes@example-project.iam.gserviceaccount.com"] });

/** Rules of a network. */
export const firewall = {
  google_compute_firewall: {
    source: source("compute/resource_compute_firewall.go"),
    rules: {
      name: computeName,
      direction: oneOfOrNone("INGRESS", "EGRESS"),
      priority: between(0, 65535),
      "log_config.metadata": oneOf("EXCLUDE_ALL_METADATA", "INCLUDE_ALL_METADATA"),
      description: byApi(google("compute/docs/reference/rest/v1/firewalls"), length(0, 2048)),
    },
    relations: [
      exactlyOneOf(["allow", "deny"], { allow: [{ protocol: "tcp" }], deny: [{ protocol: "all" }] }),
      {
        arguments: sources,
        atPlan: true,
        must: 'one of `source_tags`, `source_ranges` or `source_service_accounts` must be set, unless `direction` is "EGRESS"',
        holds: (settings) =>
          surelyIs(settings, "direction", "EGRESS") || sources.some((argument) => isSet(settings, argument)),
        wrong: { source_ranges: null },
      },
      ...["source", "target"].flatMap((tagsOf) =>
        ["source", "target"].map((accountsOf) => tagsOrAccounts(`${tagsOf}_tags`, `${accountsOf}_service_accounts`)),
      ),
      byApi(manual("compute_firewall"), {
        arguments: ["source_ranges", "direction"],
        must: '`source_ranges` must not be set when `direction` is "EGRESS"',
        holds: (settings) => !surelyIs(settings, "direction", "EGRESS") || !isSet(settings, "source_ranges"),
        wrong: { direction: "EGRESS", source_ranges: ["10.0.0.0/20"] },
      }),
    ],
    replacedBy: ["name", "direction", "params.resource_manager_tags", "project"],
    defaults: { priority: 1000 },
    filledIn: ["destination_ranges", "direction", "enable_logging", "project"],
    answers: (settings, cloud) => {
      const id = globalId("firewalls", settings, cloud);
      return {
        id,
        self_link: computeLink(id),
        project: projectOf(settings, cloud),
        creation_timestamp: creationTimestamp,
        destination_ranges: [],
        direction: known(settings, "direction") ?? "INGRESS",
        enable_logging: isSet(settings, "log_config"),
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
