import { after, type Policy, without } from "../policy";
import { list, put, type Resource, type Stack, text } from "../stack";
import { openGroup, openPort, withOlderRule, withRule } from "./open-port";
import { coversAllPorts, coversPort, isForTheWorld, openers, openings, rulesOf } from "./openings";

const port = (id: string, number: number, name: string): Policy => ({
  id,
  must: `not open ${name} to the world`,
  types: openers,
  holds: (resource) =>
    !openings(resource).some(
      (opening) => opening.direction === "in" && isForTheWorld(opening) && coversPort(opening, number),
    ),
  broken: openPort(number),
});

const everything = { description: "for everybody", cidr_ipv4: "0.0.0.0/0" };

/** The same, as blocks in a group and rules of the older kind have it. */
const inlineEverything = {
  description: "for everybody",
  protocol: "-1",
  from_port: 0,
  to_port: 0,
  cidr_blocks: ["0.0.0.0/0"],
};

/** What has a group; its rules do not count. */
const users = (group: Resource, stack: Stack): Resource[] =>
  stack.referrers(group).filter(({ type }) => !openers.includes(type));

/** Security groups and their rules, as scanners look at them. Who may connect to what is in `clients.ts`. */
export const firewall: readonly Policy[] = [
  {
    id: "CKV_AWS_23",
    must: "say what it is for",
    types: openers.filter((type) => type !== "aws_default_security_group"),
    holds: (resource) =>
      text(resource, "description") !== "" &&
      [...list(resource, "ingress"), ...list(resource, "egress")].every(
        (block) => ((block as { description?: string }).description ?? "") !== "",
      ),
    broken: [without("description")],
  },
  port("CKV_AWS_24", 22, "SSH"),
  port("CKV_AWS_25", 3389, "remote desktops"),
  port("CKV_AWS_260", 80, "HTTP"),
  port("OWN_AWS_POSTGRES_CLOSED", 5432, "PostgreSQL, which scanners do not look for,"),
  {
    id: "CKV_AWS_277",
    must: "not open everything to the world",
    types: openers,
    holds: (resource) =>
      !openings(resource).some(
        (opening) => opening.direction === "in" && isForTheWorld(opening) && coversAllPorts(opening),
      ),
    broken: [
      withRule("a rule opens everything", { ...everything, ip_protocol: "-1" }, "it judges rules that name ports only"),
      withRule(
        "a rule opens all ports",
        { ...everything, ip_protocol: "tcp", from_port: 0, to_port: 65535 },
        "it looks for the port -1",
      ),
      withOlderRule("a rule of the older kind opens everything", inlineEverything),
    ],
  },
  {
    id: "CKV_AWS_382",
    must: "not let everything out to the world",
    types: openers,
    holds: (resource) =>
      !openings(resource).some(
        (opening) => opening.direction === "out" && isForTheWorld(opening) && coversAllPorts(opening),
      ),
    broken: [
      after("a rule lets everything out", (_, stack) =>
        stack.add("aws_vpc_security_group_egress_rule", {
          ...everything,
          ip_protocol: "-1",
          from_port: -1,
          to_port: -1,
        }),
      ),
      after("a group lets everything out itself", (_, stack) => openGroup(stack, "egress", inlineEverything)),
    ],
  },
  {
    id: "CKV2_AWS_5",
    must: "belong to something",
    types: ["aws_security_group"],
    holds: (group, stack) => users(group, stack).length > 0,
    broken: [
      after("it is taken from everything", (group, stack) => {
        for (const { settings } of users(group, stack))
          for (const argument of Object.keys(settings))
            if (JSON.stringify(settings[argument]).includes(group.address)) Reflect.deleteProperty(settings, argument);
      }),
    ],
  },
  {
    id: "CKV2_AWS_12",
    must: "have a default security group that lets nothing through",
    types: ["aws_vpc"],
    holds: (vpc, stack) => {
      const groups = stack.referrers(vpc, "aws_default_security_group");
      return (
        groups.length === 1 &&
        groups.every((group) => openings(group).length === 0 && rulesOf(group, stack).length === 0)
      );
    },
    broken: [
      after("the default group is left as it comes", (_, stack) => {
        for (const group of stack.all("aws_default_security_group")) stack.remove(group);
      }),
      after("the default group lets its members through", (_, stack) => {
        const [group] = stack.all("aws_default_security_group");
        put(group!, "ingress", [{ protocol: "-1", from_port: 0, to_port: 0, self: true }]);
      }),
      after("a rule that is written apart opens the default group", (_, stack) => {
        const [group] = stack.all("aws_default_security_group");
        withRule("", { ip_protocol: "tcp", from_port: 443, to_port: 443, cidr_ipv4: "10.0.0.0/8" }).edit(group!, stack);
      }),
    ],
  },
];
