import type { Behaviour } from "../behaviour";
import { byApi, conflicts, items, length, matching, oneOf } from "../rules";
import { arnOf, ec2Id, nameOf } from "./made-of";
import { rdsName } from "./own-rules";
import { postgresInstance } from "./postgres-instance";
import { api, source } from "./source";

/** An instance of RDS and what belongs to it. */
export const postgresDatabase = {
  ...postgresInstance,
  aws_db_parameter_group: {
    source: source("rds/parameter_group.go"),
    rules: {
      family: byApi(
        api("rds", "CreateDBParameterGroup"),
        matching(/[a-z][a-z-]*[\d.]*/, "be a family of engines", "PostgreSQL 17"),
      ),
      name_prefix: [...rdsName, length(0, 255)],
      "parameter.apply_method": oneOf("immediate", "pending-reboot"),
    },
    relations: [conflicts("name", "name_prefix", { name: "demo" })],
    replacedBy: ["description", "family", "name", "name_prefix"],
    defaults: { description: "Managed by Terraform", "parameter.apply_method": "immediate", skip_destroy: false },
    filledIn: ["name", "name_prefix"],
    answers: (settings, cloud) => {
      const name = nameOf(settings, cloud);
      return { id: name, arn: arnOf(cloud, "rds", `pg:${name}`), name, name_prefix: "" };
    },
  },
  aws_db_subnet_group: {
    source: source("rds/subnet_group.go"),
    rules: {
      name: [
        length(0, 255),
        matching(
          /[0-9a-z_ .-]*/,
          "consist of lower-case letters, digits, hyphens, underscores, periods and spaces",
          "Demo!",
        ),
        matching(/(?!default$).*/i, "not be default", "default"),
      ],
      subnet_ids: byApi(api("rds", "CreateDBSubnetGroup"), items(2)),
    },
    relations: [conflicts("name", "name_prefix", { name_prefix: "demo-" })],
    replacedBy: ["name", "name_prefix"],
    defaults: { description: "Managed by Terraform" },
    filledIn: ["name", "name_prefix"],
    answers: (settings, cloud) => {
      const name = nameOf(settings, cloud);
      return {
        id: name,
        arn: arnOf(cloud, "rds", `subgrp:${name}`),
        name,
        name_prefix: "",
        supported_network_types: ["IPV4"],
        vpc_id: ec2Id(cloud, "vpc"),
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
