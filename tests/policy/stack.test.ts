import { list, put, setting, Stack, takeOut, text } from "./stack";

const stack = (): Stack =>
  new Stack({
    data: { aws_availability_zones: { zones: {} } },
    output: { address: { value: "${aws_instance.b.private_ip}" } },
    provider: { aws: [{ region: "eu-central-1" }] },
    resource: {
      aws_instance: {
        a: { options: [{ token: "required" }], disk: { size: 30, tags: ["x", "y"] } },
        b: { name: '${trimprefix(aws_security_group.g.id, "sg-")}', depends_on: ["aws_instance.a"] },
      },
      aws_security_group: {
        g: { zone: "${element(data.aws_availability_zones.zones.names, 0)}", vpc: "aws_vpc.v.id" },
      },
    },
    terraform: { backend: { local: {} } },
  });

const addresses = (resources: readonly { address: string }[]): string[] => resources.map(({ address }) => address);

describe("A stack", () => {
  test("is made of everything that policies look at", () => {
    expect(addresses(stack().all())).toEqual([
      "aws_instance.a",
      "aws_instance.b",
      "aws_security_group.g",
      "data.aws_availability_zones.zones",
      "output.address",
      "provider.aws",
      "terraform",
    ]);
    expect(addresses(stack().all("aws_instance", "terraform"))).toEqual([
      "aws_instance.a",
      "aws_instance.b",
      "terraform",
    ]);
  });

  test("follows references within functions, and takes neither texts nor orders for them", () => {
    const found = stack();
    expect(found.all().map(({ settings }) => addresses(found.targets(settings)))).toEqual([
      [],
      ["aws_security_group.g"],
      ["data.aws_availability_zones.zones"],
      [],
      ["aws_instance.b"],
      [],
      [],
    ]);
    expect(found.all().map((resource) => addresses(found.referrers(resource)))).toEqual([
      [],
      ["output.address"],
      ["aws_instance.b"],
      ["aws_security_group.g"],
      [],
      [],
      [],
    ]);
  });

  test("gives what is added a name of its own, and forgets what is removed", () => {
    const changed = stack();
    const names = [changed.add("aws_instance", {}), changed.add("aws_vpc", {})].map(({ address }) => address);
    expect(names).toEqual(["aws_instance.added_0", "aws_vpc.added_1"]);
    changed.remove(changed.find("aws_instance.a")!);
    expect(addresses(changed.all("aws_instance", "aws_vpc"))).toEqual(["aws_instance.b", ...names]);
  });

  test("is not changed by a change to its copy", () => {
    const original = stack();
    const copy = original.copy();
    put(copy.find("aws_instance.a")!, "disk.size", 40);
    copy.add("aws_vpc", {});
    expect(original.json).toEqual(stack().json);
    expect(copy.json).not.toEqual(stack().json);
  });
});

describe("A setting", () => {
  const instance = () => stack().find("aws_instance.a")!;

  test("is found in blocks, whether they are written as objects or as lists", () => {
    expect(setting(instance(), "disk.size")).toBe(30);
    expect(setting(instance(), "options.token")).toBe("required");
    expect(setting(instance(), "options.else")).toBeUndefined();
    expect(setting(instance(), "nothing.at.all")).toBeUndefined();
    expect(text(instance(), "disk.size")).toBe("30");
    expect(text(instance(), "disk")).toBe("");
    expect(list(instance(), "disk.tags")).toEqual(["x", "y"]);
    expect(list(instance(), "disk.size")).toEqual([30]);
    expect(list(instance(), "nothing")).toEqual([]);
  });

  test("is put into blocks that are there, and into others", () => {
    const changed = instance();
    put(changed, "options.token", "optional");
    put(changed, "network.card.address", true);
    takeOut(changed, "disk.size");
    takeOut(changed, "nothing.at.all");
    expect(changed.settings).toEqual({
      options: [{ token: "optional" }],
      disk: { tags: ["x", "y"] },
      network: { card: { address: true } },
    });
  });
});
