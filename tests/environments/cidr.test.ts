import fc from "fast-check";

import {
  contains,
  isIpv6,
  isPrivate,
  networkOf,
  overlap,
  parseIpv4Range,
  size,
  subnet,
} from "../../environments/schema/cidr";

const range = (cidr: string) => {
  const parsed = parseIpv4Range(cidr);
  if (parsed === undefined) throw new Error(`${cidr} is no network`);
  return parsed;
};

const octet = fc.integer({ min: 0, max: 255 });
/** Any address with any length, host bits included. */
const written = fc
  .tuple(octet, octet, octet, octet, fc.integer({ min: 0, max: 32 }))
  .map(([a, b, c, d, prefix]) => `${a}.${b}.${c}.${d}/${prefix}`);
const network = written.map(networkOf);

/** A network, and a length of prefix of its parts, of which there are at most 256. */
const division = written
  .chain((cidr) => fc.tuple(fc.constant(networkOf(cidr)), fc.integer({ min: 0, max: 8 })))
  .map(([cidr, bits]) => ({ cidr, prefix: Math.min(32, range(cidr).prefix + bits) }));

describe("parsing a network", () => {
  test.each([
    ["10.0.0.0/16", 0x0a000000, 0x0a00ffff, 16],
    ["10.0.0.1/16", 0x0a000000, 0x0a00ffff, 16],
    ["192.168.1.7/32", 0xc0a80107, 0xc0a80107, 32],
    ["255.255.255.255/32", 0xffffffff, 0xffffffff, 32],
    ["0.0.0.0/0", 0, 0xffffffff, 0],
  ])("finds both ends of %s", (cidr, first, last, prefix) => {
    expect(parseIpv4Range(cidr)).toEqual({ first, last, prefix });
  });

  test.each([
    "",
    "10.0.0.0",
    "10.0.0/16",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/",
    "10.0.0.0/16 ",
    "10.0.0.256/32",
    "010.0.0.0/16",
    "10.0.0.0/08",
    "0x0a.0.0.0/16",
    "10.0.0.0/255.255.0.0",
    "2001:db8::/32",
    "::ffff:10.0.0.0/104",
    "example.org/16",
  ])("refuses %j", (text) => {
    expect(parseIpv4Range(text)).toBeUndefined();
  });
});

describe("the network of an address", () => {
  test.each([
    ["10.20.30.40/16", "10.20.0.0/16"],
    ["10.20.30.40/20", "10.20.16.0/20"],
    ["10.20.30.40/32", "10.20.30.40/32"],
    ["10.20.30.40/0", "0.0.0.0/0"],
  ])("of %s is %s", (cidr, expected) => {
    expect(networkOf(cidr)).toBe(expected);
  });

  test("is its own network", () => {
    fc.assert(
      fc.property(network, (cidr) => {
        expect(networkOf(cidr)).toBe(cidr);
      }),
    );
  });

  test("has the same range as the address", () => {
    fc.assert(
      fc.property(written, (cidr) => {
        expect(range(networkOf(cidr))).toEqual(range(cidr));
      }),
    );
  });
});

describe("the size of a network", () => {
  test.each([
    ["10.0.0.0/32", 1],
    ["10.0.0.0/24", 256],
    ["10.0.0.0/16", 65_536],
    ["0.0.0.0/0", 4_294_967_296],
  ])("of %s is %d", (cidr, expected) => {
    expect(size(range(cidr))).toBe(expected);
  });
});

describe("two networks", () => {
  test.each([
    ["10.0.0.0/16", "10.0.128.0/17", true],
    ["10.0.0.0/16", "10.1.0.0/16", false],
    ["10.0.0.0/24", "10.0.0.255/32", true],
    ["10.0.0.0/24", "10.0.1.0/32", false],
    ["0.0.0.0/0", "203.0.113.7/32", true],
  ])("%s and %s overlap: %p", (a, b, expected) => {
    expect(overlap(range(a), range(b))).toBe(expected);
    expect(overlap(range(b), range(a))).toBe(expected);
  });

  test("overlap exactly when one contains the other", () => {
    // networks near each other, or hardly any pair would overlap
    const near = fc
      .tuple(octet, octet, fc.integer({ min: 20, max: 32 }))
      .map(([c, d, prefix]) => range(`10.0.${c}.${d}/${prefix}`));
    fc.assert(
      fc.property(near, near, (a, b) => {
        expect(overlap(a, b)).toBe(contains(a, b) || contains(b, a));
        expect(overlap(a, b)).toBe(overlap(b, a));
      }),
    );
  });

  test("contain each other only when they are the same", () => {
    fc.assert(
      fc.property(network, network, (a, b) => {
        expect(contains(range(a), range(a))).toBe(true);
        expect(contains(range(a), range(b)) && contains(range(b), range(a))).toBe(a === b);
      }),
    );
  });

  test("cannot be contained in a smaller one", () => {
    fc.assert(
      fc.property(division, ({ cidr, prefix }) => {
        const part = range(subnet(cidr, prefix, 0));
        expect(contains(range(cidr), part)).toBe(true);
        expect(contains(part, range(cidr))).toBe(size(part) === size(range(cidr)));
      }),
    );
  });
});

describe("the parts of a network", () => {
  test.each([
    ["10.20.0.0/16", 18, 0, "10.20.0.0/18"],
    ["10.20.0.0/16", 18, 3, "10.20.192.0/18"],
    ["10.20.0.0/16", 22, 48, "10.20.192.0/22"],
    ["10.20.0.0/16", 22, 63, "10.20.252.0/22"],
    ["10.20.0.0/16", 16, 0, "10.20.0.0/16"],
    ["192.0.0.0/2", 4, 3, "240.0.0.0/4"],
  ])("of %s with /%d, number %d, is %s", (cidr, prefix, index, expected) => {
    expect(subnet(cidr, prefix, index)).toBe(expected);
  });

  test("lie within it, share no address and fill it", () => {
    fc.assert(
      fc.property(division, ({ cidr, prefix }) => {
        const whole = range(cidr);
        const count = 2 ** (prefix - whole.prefix);
        const parts = Array.from({ length: count }, (_, index) => range(subnet(cidr, prefix, index)));
        expect(parts.every((part) => contains(whole, part))).toBe(true);
        expect(parts.some((part, index) => index > 0 && overlap(parts[index - 1]!, part))).toBe(false);
        expect(parts.reduce((sum, part) => sum + size(part), 0)).toBe(size(whole));
      }),
    );
  });

  test.each([
    ["beyond the last", "10.20.0.0/16", 18, 4],
    ["larger than the whole", "10.20.0.0/16", 15, 0],
    ["of what is no network", "10.20.0.0", 18, 0],
  ])("are refused %s", (_title, cidr, prefix, index) => {
    expect(() => subnet(cidr, prefix, index)).toThrow(
      new RangeError(`${cidr} has no part ${index} of length /${prefix}`),
    );
  });
});

describe("a private network", () => {
  test.each([
    ["10.0.0.0/8", true],
    ["10.255.255.255/32", true],
    ["172.16.0.0/12", true],
    ["172.32.0.0/16", false],
    ["172.15.255.0/24", false],
    ["192.168.0.0/16", true],
    ["192.169.0.0/16", false],
    ["11.0.0.0/8", false],
    ["8.0.0.0/6", false],
    ["0.0.0.0/0", false],
  ])("is %s: %p", (cidr, expected) => {
    expect(isPrivate(range(cidr))).toBe(expected);
  });
});

describe("an address of IPv6", () => {
  test.each([
    ["::/0", true],
    ["2001:db8::1", true],
    ["2001:db8::/32", true],
    ["::ffff:10.0.0.1", true],
    ["10.0.0.0/16", false],
    ["fra1", false],
    ["", false],
  ])("is %j: %p", (text, expected) => {
    expect(isIpv6(text)).toBe(expected);
  });
});
