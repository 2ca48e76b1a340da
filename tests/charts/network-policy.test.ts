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

const inKubeSystem = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } };

describe("Pods may connect", () => {
  test.each([
    ["AWS", environment("team", minimal.aws), toDatabase([5432], "10.20.224.0/22", "10.20.228.0/22", "10.20.232.0/22")],
    ["Google Cloud", environment("team", minimal.google), toDatabase([5432], "10.0.48.0/28")],
    ["DigitalOcean", environment("team", minimal.digitalocean), toDatabase([25060, 25061], "10.30.0.0/20")],
  ])("to the database on %s, at its own ports and network, and to nothing else but DNS", (_, of, database) => {
    const [dns, ...others] = egress(of) as object[];
    expect(at(dns, "ports")).toEqual([
      { protocol: "UDP", port: 53 },
      { protocol: "TCP", port: 53 },
    ]);
    expect(others).toEqual([database]);
  });

  test.each([environment("team", minimal.aws), environment("team", minimal.digitalocean)])(
    "to the resolvers of the cluster in $cloud",
    (of) => {
      expect(at(egress(of), 0, "to")).toEqual([inKubeSystem]);
    },
  );

  test("to the resolvers of each node on Google Cloud as well, which are in no pod", () => {
    expect(at(egress(environment("team", minimal.google)), 0, "to")).toEqual([
      inKubeSystem,
      { ipBlock: { cidr: "169.254.20.10/32" } },
      { ipBlock: { cidr: "169.254.169.254/32" } },
    ]);
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
  test("on AWS from the nodes, which pass on what the balancer lets in, and by nobody else", () => {
    expect(ingress(environment("team", minimal.aws))).toEqual([
      { from: [{ ipBlock: { cidr: "10.20.0.0/16" } }], ports: [{ protocol: "TCP", port: 3000 }] },
    ]);
  });

  test.each([
    ["Google Cloud", environment("team", minimal.google)],
    ["DigitalOcean", environment("team", minimal.digitalocean)],
  ])("on %s from anywhere, because Cilium does not tell nodes by their addresses", (_, of) => {
    expect(ingress(of)).toEqual([{ ports: [{ protocol: "TCP", port: 3000 }] }]);
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
