import { proxyFor } from "../../../release/cluster/proxy";

const proxy = "http://proxy.example.com:3128";

test.each<[string, string, NodeJS.ProcessEnv, string | undefined]>([
  ["none is set", "https://api.example.com:6443", {}, undefined],
  ["one is set", "https://api.example.com:6443", { HTTPS_PROXY: proxy }, proxy],
  ["it is set in lower case", "https://api.example.com", { https_proxy: proxy }, proxy],
  ["it is set without a scheme", "https://api.example.com", { HTTPS_PROXY: "proxy:3128" }, "http://proxy:3128"],
  ["it is for the other protocol", "https://api.example.com", { HTTP_PROXY: proxy }, undefined],
  ["the server is on this machine", "https://127.0.0.1:6443", { HTTPS_PROXY: proxy }, undefined],
  ["no server has one", "https://api.example.com", { HTTPS_PROXY: proxy, NO_PROXY: "*" }, undefined],
  ["the server has none", "https://api.example.com", { HTTPS_PROXY: proxy, NO_PROXY: "x, api.example.com" }, undefined],
  ["its domain has none", "https://api.example.com", { HTTPS_PROXY: proxy, NO_PROXY: ".example.com" }, undefined],
  ["a domain that ends alike has none", "https://api.example.com", { HTTPS_PROXY: proxy, NO_PROXY: "ple.com" }, proxy],
  [
    "its port has none",
    "https://api.example.com:6443",
    { HTTPS_PROXY: proxy, no_proxy: "example.com:6443" },
    undefined,
  ],
  ["another port has none", "https://api.example.com", { HTTPS_PROXY: proxy, NO_PROXY: "example.com:6443" }, proxy],
  ["its network has none", "https://10.1.2.3", { HTTPS_PROXY: proxy, NO_PROXY: "10.0.0.0/8" }, undefined],
  ["another network has none", "https://10.1.2.3", { HTTPS_PROXY: proxy, NO_PROXY: "192.168.0.0/16,fd00::/8" }, proxy],
  ["its network of IPv6 has none", "https://[fd00::1]:6443", { HTTPS_PROXY: proxy, NO_PROXY: "fd00::/8" }, undefined],
  ["what is written is no network", "https://10.1.2.3", { HTTPS_PROXY: proxy, NO_PROXY: "10.0.0.0/99" }, proxy],
])("when %s", (_what, server, variables, expected) => {
  expect(proxyFor(new URL(server), variables)).toBe(expected);
});
