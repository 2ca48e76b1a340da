import { deployment, event, type Given, pod, told, waiting } from "./support";

describe("an image that does not come", () => {
  test.each<[string, Given, string[]]>([
    [
      "not found: containerd 1.6",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              'rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/team/addressbook:1.2.0": failed to resolve reference "registry.example/team/addressbook:1.2.0": registry.example/team/addressbook:1.2.0: not found',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is not in its registry",
        "  seen    ErrImagePull: registry.example/team/addressbook:1.2.0: not found",
        "  change  IMAGE: push it, or give a digest that is there",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "not found: containerd 2, waiting for the next try",
      {
        pods: [
          pod({
            state: waiting(
              "ImagePullBackOff",
              'Back-off pulling image "registry.example/team/addressbook:1.2.0": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/team/addressbook:1.2.0": failed to resolve reference "registry.example/team/addressbook:1.2.0": registry.example/team/addressbook:1.2.0: not found',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is not in its registry",
        "  seen    ImagePullBackOff: registry.example/team/addressbook:1.2.0: not found",
        "  change  IMAGE: push it, or give a digest that is there",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "not found: an older kubelet tells why in an event only",
      {
        pods: [
          pod({
            state: waiting("ImagePullBackOff", 'Back-off pulling image "registry.example/team/addressbook:1.2.0"'),
          }),
        ],
        events: [
          event(
            "Failed",
            `Failed to pull image "registry.example/team/addressbook:1.2.0": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/team/addressbook:1.2.0": failed to resolve reference "registry.example/team/addressbook:1.2.0": registry.example/team/addressbook:1.2.0: not found`,
          ),
          event("Failed", "Error: ErrImagePull"),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is not in its registry",
        "  seen    ImagePullBackOff: registry.example/team/addressbook:1.2.0: not found",
        "  change  IMAGE: push it, or give a digest that is there",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "older kubelet, and the events are not known",
      {
        pods: [
          pod({
            state: waiting("ImagePullBackOff", 'Back-off pulling image "registry.example/team/addressbook:1.2.0"'),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 cannot be pulled",
        '  seen    ImagePullBackOff: Back-off pulling image "registry.example/team/addressbook:1.2.0"',
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "not found: CRI-O",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              "reading manifest 1.2.0 in registry.example/team/addressbook: manifest unknown: manifest unknown",
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is not in its registry",
        "  seen    ErrImagePull: reading manifest 1.2.0 in registry.example/team/addressbook: manifest unknown: manifest unknown",
        "  change  IMAGE: push it, or give a digest that is there",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "not found: Docker",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              "rpc error: code = Unknown desc = Error response from daemon: manifest for registry.example/team/addressbook:1.2.0 not found: manifest unknown: manifest unknown",
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is not in its registry",
        "  seen    ErrImagePull: Error response from daemon: manifest for registry.example/team/addressbook:1.2.0 not found: manifest unknown: manifest unknown",
        "  change  IMAGE: push it, or give a digest that is there",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "not found: a digest in the environment's own registry on AWS",
      {
        cloud: "aws",
        pods: [
          pod({
            image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-demo/addressbook@sha256:${"0".repeat(64)}`,
            state: waiting(
              "ErrImagePull",
              `failed to resolve image: 123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-demo/addressbook@sha256:${"0".repeat(64)}: not found`,
            ),
          }),
        ],
        deployments: [deployment({ spec: { template: { spec: { containers: [] } } } })],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image 123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-demo/addressbook@sha256:0000000000000000000000000000000000000000000000000000000000000000 is not in its registry",
        "  seen    ErrImagePull: failed to resolve image: 123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-demo/addressbook@sha256:0000000000000000000000000000000000000000000000000000000000000000: not found",
        "  change  IMAGE: push it, or give a digest that is there",
        "  run     aws ecr describe-images --region eu-central-1 --repository-name addressbook-aws-demo/addressbook --image-ids imageDigest=sha256:0000000000000000000000000000000000000000000000000000000000000000",
      ],
    ],
    [
      "unauthorized: containerd at a registry that is not the environment's",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              'failed to pull and unpack image "registry.example/team/addressbook:1.2.0": failed to resolve reference "registry.example/team/addressbook:1.2.0": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://registry.example/token?scope=repository%3Ateam%2Faddressbook%3Apull&service=registry.example: 401 Unauthorized',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the nodes may not pull registry.example/team/addressbook:1.2.0, or it is not in its registry",
        "  seen    ErrImagePull: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://registry.example/token?scope=repository%3Ateam%2Faddressbook%3Apull&service=registry.example: 401 Unauthorized",
        "  change  IMAGE: take the image from 123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-demo/addressbook, which the nodes may pull from",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "unauthorized: ECR",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              'failed to pull and unpack image "registry.example/team/addressbook:1.2.0": failed to resolve reference "registry.example/team/addressbook:1.2.0": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the nodes may not pull registry.example/team/addressbook:1.2.0, or it is not in its registry",
        "  seen    ErrImagePull: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
        "  change  IMAGE: take the image from 123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-demo/addressbook, which the nodes may pull from",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "unauthorized: Artifact Registry",
      {
        cloud: "google",
        deployments: [deployment({ spec: { template: { spec: { containers: [] } } } })],
        pods: [
          pod({
            image: "europe-west1-docker.pkg.dev/other/app/app:1",
            state: waiting(
              "ErrImagePull",
              'failed to pull and unpack image "europe-west1-docker.pkg.dev/other/app/app:1": failed to resolve reference "europe-west1-docker.pkg.dev/other/app/app:1": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://europe-west1-docker.pkg.dev/v2/token?scope=repository%3Aother%2Fapp%2Fapp%3Apull&service=europe-west1-docker.pkg.dev: 403 Forbidden',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the nodes may not pull europe-west1-docker.pkg.dev/other/app/app:1, or it is not in its registry",
        "  seen    ErrImagePull: failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://europe-west1-docker.pkg.dev/v2/token?scope=repository%3Aother%2Fapp%2Fapp%3Apull&service=europe-west1-docker.pkg.dev: 403 Forbidden",
        "  change  IMAGE: take the image from europe-west1-docker.pkg.dev/team-project/addressbook-google-demo/addressbook; the nodes have a login for it",
        "  run     docker manifest inspect europe-west1-docker.pkg.dev/other/app/app:1",
      ],
    ],
    [
      "unauthorized: DigitalOcean",
      {
        cloud: "digitalocean",
        deployments: [deployment({ spec: { template: { spec: { containers: [] } } } })],
        pods: [
          pod({
            image: "registry.digitalocean.com/team-registry/addressbook:1.2.0",
            state: waiting(
              "ImagePullBackOff",
              'Back-off pulling image "registry.digitalocean.com/team-registry/addressbook:1.2.0": ErrImagePull: failed to pull and unpack image "registry.digitalocean.com/team-registry/addressbook:1.2.0": failed to resolve reference "registry.digitalocean.com/team-registry/addressbook:1.2.0": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://api.digitalocean.com/v2/registry/auth?scope=repository%3Ateam-registry%2Faddressbook%3Apull&service=registry.digitalocean.com: 401 Unauthorized',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the nodes may not pull registry.digitalocean.com/team-registry/addressbook:1.2.0, or it is not in its registry",
        "  seen    ImagePullBackOff: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://api.digitalocean.com/v2/registry/auth?scope=repository%3Ateam-registry%2Faddressbook%3Apull&service=registry.digitalocean.com: 401 Unauthorized",
        "  change  IMAGE: take the image from registry.digitalocean.com/team-registry/addressbook, and let the cluster log in there",
        "  run     doctl kubernetes cluster registry add addressbook-do-demo",
      ],
    ],
    [
      "unauthorized: Docker",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              "rpc error: code = Unknown desc = Error response from daemon: pull access denied for team/addressbook, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the nodes may not pull registry.example/team/addressbook:1.2.0, or it is not in its registry",
        "  seen    ErrImagePull: Error response from daemon: pull access denied for team/addressbook, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
        "  change  IMAGE: take the image from 123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-demo/addressbook, which the nodes may pull from",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "limited: Docker Hub",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              'failed to pull and unpack image "docker.io/team/addressbook:1.2.0": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/team/addressbook/manifests/sha256:93: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the registry limits how often registry.example may be pulled from, and refuses registry.example/team/addressbook:1.2.0 for now",
        "  seen    ErrImagePull: failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/ … 29 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit",
        "  change  IMAGE: take the image from 123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-demo/addressbook, which has no such limit",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "limited: CRI-O",
      {
        pods: [
          pod({
            state: waiting(
              "ImagePullBackOff",
              'Back-off pulling image "registry.example/team/addressbook:1.2.0": ErrImagePull: reading manifest 1.2.0 in docker.io/team/addressbook: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the registry limits how often registry.example may be pulled from, and refuses registry.example/team/addressbook:1.2.0 for now",
        "  seen    ImagePullBackOff: reading manifest 1.2.0 in docker.io/team/addressbook: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
        "  change  IMAGE: take the image from 123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-demo/addressbook, which has no such limit",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "no network: a name that is not known",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              'failed to pull and unpack image "registry.example/team/addressbook:1.2.0": failed to resolve reference "registry.example/team/addressbook:1.2.0": failed to do request: Head "https://registry.example/v2/team/addressbook/manifests/1.2.0": dial tcp: lookup registry.example on 169.254.20.10:53: no such host',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node does not reach the registry registry.example; it tries again by itself",
        '  seen    ErrImagePull: failed to do request: Head "https://registry.example/v2/team/addressbook/manifests/1.2.0": dial tcp: lookup registry.example on 169.254.20.10:53: no such host',
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "no network: a time-out while it logs in",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              'failed to pull and unpack image "registry.example/team/addressbook:1.2.0": failed to resolve reference "registry.example/team/addressbook:1.2.0": failed to authorize: failed to fetch anonymous token: Get "https://registry.example/token": dial tcp 203.0.113.9:443: i/o timeout',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node does not reach the registry registry.example; it tries again by itself",
        '  seen    ErrImagePull: failed to authorize: failed to fetch anonymous token: Get "https://registry.example/token": dial tcp 203.0.113.9:443: i/o timeout',
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "no network: the registry is down",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              'failed to pull and unpack image "registry.example/team/addressbook:1.2.0": failed to resolve reference "registry.example/team/addressbook:1.2.0": unexpected status from HEAD request to https://registry.example/v2/team/addressbook/manifests/1.2.0: 503 Service Unavailable',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node does not reach the registry registry.example; it tries again by itself",
        "  seen    ErrImagePull: unexpected status from HEAD request to https://registry.example/v2/team/addressbook/manifests/1.2.0: 503 Service Unavailable",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "another platform: containerd 1.7",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              'rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/team/addressbook:1.2.0": no match for platform in manifest: not found',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is not there for the processors of the nodes (linux/amd64)",
        "  seen    ErrImagePull: no match for platform in manifest: not found",
        "  change  IMAGE: build it with docker build --platform linux/amd64, push it and give its new digest",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "another platform: containerd 2 on nodes with ARM",
      {
        cloud: "arm",
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              'failed to pull and unpack image "registry.example/team/addressbook:1.2.0": no match for platform in manifest: not found',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is not there for the processors of the nodes (linux/arm64)",
        "  seen    ErrImagePull: no match for platform in manifest: not found",
        "  change  IMAGE: build it with docker build --platform linux/arm64, push it and give its new digest",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "another platform: Docker",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              "rpc error: code = Unknown desc = no matching manifest for linux/amd64 in the manifest list entries",
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is not there for the processors of the nodes (linux/amd64)",
        "  seen    ErrImagePull: no matching manifest for linux/amd64 in the manifest list entries",
        "  change  IMAGE: build it with docker build --platform linux/amd64, push it and give its new digest",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "another platform: CRI-O",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              'choosing image instance: no image found in image index for architecture "amd64", variant "", OS "linux"',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is not there for the processors of the nodes (linux/amd64)",
        '  seen    ErrImagePull: choosing image instance: no image found in image index for architecture "amd64", variant "", OS "linux"',
        "  change  IMAGE: build it with docker build --platform linux/amd64, push it and give its new digest",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "an invalid name",
      {
        deployments: [deployment({ spec: { template: { spec: { containers: [] } } } })],
        pods: [
          pod({
            image: "Registry.example/App:1.0",
            state: waiting(
              "InvalidImageName",
              'Failed to apply default image tag "Registry.example/App:1.0": couldn\'t parse image name "Registry.example/App:1.0": invalid reference format: repository name (library/Registry.example/App) must be lowercase',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: Registry.example/App:1.0 is not a reference of an image",
        '  seen    InvalidImageName: Failed to apply default image tag "Registry.example/App:1.0": couldn\'t parse image name "Registry.example/App:1.0": invalid reference format: repository name (library/Registry.example/App) must be lowercase',
        "  change  IMAGE: give a reference such as registry/repository@sha256:…, in lower case",
      ],
    ],
    [
      "never to be pulled",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImageNeverPull",
              'Container image "registry.example/team/addressbook:1.2.0" is not present with pull policy of Never',
            ),
          }),
        ],
        cloud: "local",
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 is not on the node, which is told never to pull it",
        '  seen    ErrImageNeverPull: Container image "registry.example/team/addressbook:1.2.0" is not present with pull policy of Never',
        "  change  IMAGE: load the image into the cluster first, or name one that is in a registry",
        "  run     docker manifest inspect registry.example/team/addressbook:1.2.0",
      ],
    ],
    [
      "a full disk",
      {
        pods: [
          pod({
            state: waiting(
              "ErrImagePull",
              'failed to pull and unpack image "registry.example/team/addressbook:1.2.0": failed to extract layer sha256:ab: write /var/lib/containerd/x: no space left on device: unknown',
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the node's disk has no room left for the image registry.example/team/addressbook:1.2.0",
        "  seen    ErrImagePull: failed to extract layer sha256:ab: write /var/lib/containerd/x: no space left on device: unknown",
        "  run     kubectl --namespace addressbook describe node node-1",
        "  note    it may pass by itself",
      ],
    ],
    [
      "something else",
      { pods: [pod({ state: waiting("ErrImagePull", "rpc error: code = Unknown desc = something new") })] },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 cannot be pulled",
        "  seen    ErrImagePull: something new",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
    [
      "a signature",
      {
        pods: [
          pod({
            state: waiting(
              "SignatureValidationFailed",
              "image pull failed for registry.example/team/addressbook:1.2.0 because the signature validation failed: Source image rejected",
            ),
          }),
        ],
      },
      [
        "pod/addressbook-canary-5d4f98c7b6-x7k2p: the image registry.example/team/addressbook:1.2.0 cannot be pulled",
        "  seen    SignatureValidationFailed: image pull failed for registry.example/team/addressbook:1.2.0 because the signature validation failed: Source image rejected",
        "  run     kubectl --namespace addressbook describe pod addressbook-canary-5d4f98c7b6-x7k2p",
        "  note    it may pass by itself",
      ],
    ],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
