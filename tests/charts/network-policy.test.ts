import { at } from "../support/at";
import { environment, minimal } from "../support/environments";
import { shipped } from "../support/every-environment";
import { manifests } from "../support/manifests";

const egress = (of: Parameters<typeof manifests>[0]) =>
  at(manifests(of).one("NetworkPolicy", "default"), "spec", "egress");
const ingress = (of: Parameters<typeof manifests>[0]) =>
  at(manifests(of).one("NetworkPolicy", "addressbook"), "spec", "ingress");

const toDatabase = (ports: number[], ...cidrs: string[]) => ({
  to: cidrs.map((cidr) => ({ ipBlock: { cidr } })),
  ports: ports.map((port) => ({ protocol: "TCP", port })),
});

describe("Pods may connect", () => {
  test.each([
    ["AWS", environment("team", minimal.aws), toDatabase([5432], "10.20.224.0/22", "10.20.228.0/22", "10.20.232.0/22")],
    ["Google Cloud", environment("team", minimal.google), toDatabase([5432], "10.0.48.0/28")],
    ["DigitalOcean", environment("team", minimal.digitalocean), toDatabase([25060, 25061], "10.30.0.0/20")],
  ])("to the database on %s, at its own ports and network, and to nothing else but DNS", (_, of, database) => {
    const [dns, ...others] = egress(of) as object[];
    expect(dns).toEqual({
      to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } }],
      ports: [
        { protocol: "UDP", port: 53 },
        { protocol: "TCP", port: 53 },
      ],
    });
    expect(others).toEqual([database]);
  });

  test("to the database's pods in a local environment", () => {
    expect(at(egress(environment("team", minimal.local)), 1)).toEqual({
      to: [{ podSelector: { matchLabels: { app: "addressbook-postgres" } } }],
      ports: [{ protocol: "TCP", port: 5432 }],
    });
  });

  test.each(shipped)("nowhere into the whole internet in $name", (of) => {
    expect(JSON.stringify(egress(of))).not.toMatch(/0\.0\.0\.0\/0|::\/0/);
  });
});

describe("Pods may be reached", () => {
  test("from everywhere when the balancer is open to everybody", () => {
    expect(ingress(environment("team", minimal.aws))).toEqual([
      { from: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ protocol: "TCP", port: 3000 }] },
    ]);
  });

  test.each([
    [
      "AWS",
      environment("team", { ...minimal.aws, service: { balancer: { allowedCidrs: ["198.51.100.0/24"] } } }),
      "10.20.0.0/16",
    ],
    [
      "Google Cloud",
      environment("team", { ...minimal.google, service: { balancer: { allowedCidrs: ["198.51.100.0/24"] } } }),
      "10.0.0.0/20",
    ],
    [
      "DigitalOcean",
      environment("team", { ...minimal.digitalocean, service: { balancer: { allowedCidrs: ["198.51.100.0/24"] } } }),
      "10.30.0.0/20",
    ],
  ])("on %s from the named networks, and from the nodes that pass requests on", (_, of, nodes) => {
    expect(at(ingress(of), 0, "from")).toEqual([
      { ipBlock: { cidr: "198.51.100.0/24" } },
      { ipBlock: { cidr: nodes } },
    ]);
  });

  test("at the port that the service listens on", () => {
    const of = environment("team", { ...minimal.google, service: { port: 8080 } });
    expect(at(ingress(of), 0, "ports")).toEqual([{ protocol: "TCP", port: 8080 }]);
    expect(
      at(
        manifests(of).one("Deployment", "addressbook-stable"),
        "spec",
        "template",
        "spec",
        "containers",
        0,
        "ports",
        0,
      ),
    ).toMatchObject({ containerPort: 8080 });
  });

  test("in a local database by pods of the namespace only", () => {
    const policy = manifests(environment("team", minimal.local)).one("NetworkPolicy", "addressbook-postgres");
    expect(policy["spec"]).toEqual({
      podSelector: { matchLabels: { app: "addressbook-postgres" } },
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ podSelector: {} }], ports: [{ protocol: "TCP", port: 5432 }] }],
    });
  });
});
