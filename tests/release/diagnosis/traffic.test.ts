import type { EndpointSlice } from "../../../release/cluster/objects";
import { balancer, type Given, pod, running, told } from "./support";

const address = { loadBalancer: { ingress: [{ hostname: "lb.example" }] } };

describe("a Service without pods", () => {
  test.each<[string, Given, string[]]>([
    [
      "a selector that no pod fits",
      {
        pods: [pod({ state: running(), ready: true, readyAt: 3 })],
        services: [balancer({ spec: { selector: { app: "addressbok" } }, status: address })],
        endpointSlices: [
          {
            metadata: { name: "addressbook-lb-abcde", labels: { "kubernetes.io/service-name": "addressbook-lb" } },
            endpoints: null,
          },
        ] as unknown as EndpointSlice[],
      },
      [
        "service/addressbook-lb: the Service addressbook-lb selects no pod: requests are refused",
        "  seen    its selector is app=addressbok",
        "          1 ready pods have other labels",
        "  change  service.name: the Service was changed by hand, or is of another name: write it again",
        "  run     npx release connect --environment aws-demo",
      ],
    ],
    [
      "pods that are not endpoints",
      {
        pods: [pod({ state: running(), ready: true, readyAt: 3 })],
        services: [balancer({ status: address })],
        endpointSlices: [
          {
            metadata: { name: "addressbook-lb-abcde", labels: { "kubernetes.io/service-name": "addressbook-lb" } },
            endpoints: [{ conditions: { ready: false } }],
          },
        ] as unknown as EndpointSlice[],
      },
      [
        "service/addressbook-lb: the Service addressbook-lb knows no ready pod, although there are some",
        "  seen    its selector is app=addressbook",
        "          1 endpoints, none of them ready",
        "  change  service.port: the Service asks for the port called http of the pods",
        "  run     kubectl --namespace addressbook describe service addressbook-lb",
        "  note    it may pass by itself",
      ],
    ],
    [
      "an endpoint that is ready",
      {
        pods: [pod({ state: running(), ready: true, readyAt: 3 })],
        services: [balancer({ status: address })],
        endpointSlices: [
          {
            metadata: { name: "addressbook-lb-abcde", labels: { "kubernetes.io/service-name": "addressbook-lb" } },
            endpoints: [{ conditions: { ready: true } }],
          },
        ] as unknown as EndpointSlice[],
      },
      [],
    ],
    [
      "a colour that gets no traffic, beside one that does",
      {
        pods: [pod({ state: running(), ready: true, readyAt: 3 })],
        services: [
          balancer({ spec: { selector: { app: "addressbook", deployment: "addressbook-blue" } }, status: address }),
        ],
        endpointSlices: [
          {
            metadata: { name: "addressbook-lb-abcde", labels: { "kubernetes.io/service-name": "addressbook-lb" } },
            endpoints: [{ conditions: {} }],
          },
        ] as unknown as EndpointSlice[],
      },
      [],
    ],
    [
      "pods that have just become ready",
      {
        at: 6,
        pods: [pod({ state: running(), ready: true, readyAt: 3 })],
        services: [balancer({ status: address })],
        endpointSlices: [
          {
            metadata: { name: "addressbook-lb-abcde", labels: { "kubernetes.io/service-name": "addressbook-lb" } },
            endpoints: [],
          },
        ] as unknown as EndpointSlice[],
      },
      [],
    ],
    [
      "Services of others",
      {
        pods: [pod({ state: running(), ready: true, readyAt: 3 })],
        services: [{ ...balancer({ status: address }), metadata: { name: "another" } }],
        endpointSlices: [
          {
            metadata: { name: "addressbook-lb-abcde", labels: { "kubernetes.io/service-name": "addressbook-lb" } },
            endpoints: [],
          },
        ] as unknown as EndpointSlice[],
      },
      [],
    ],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
