import { isPrivate } from "./openings";

test.each([
  ["10.0.0.0/8", true],
  ["10.21.0.0/16", true],
  ["10.0.0.0/7", false],
  ["172.16.0.0/12", true],
  ["172.0.0.0/8", false],
  ["192.168.0.0/16", true],
  ["192.168.0.0/8", false],
  ["100.64.0.0/10", false],
  ["203.0.113.7/32", false],
  ["0.0.0.0/0", false],
  ["fd00::/8", true],
  ["2001:db8::/32", false],
  ["::/0", false],
  ["${aws_vpc.network_vpc.cidr_block}", true],
  ["${data.http.everywhere.body}", false],
  ["everywhere", false],
])("the network %s is private: %s", (cidr, expected) => {
  expect(isPrivate(cidr)).toBe(expected);
});
