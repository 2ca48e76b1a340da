import { github, onAws, onDigitalocean, story, workflowsFor } from "./rendered";

const { "deploy-eu.yml": deployment } = workflowsFor([onAws]);

const failedOrStopped =
  "${{ always() && (contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')) }}";

test("a person is between canary and stable, and what does not pass is taken back", () => {
  expect(story(deployment!)).toStrictEqual([
    "canary |  |  | eu",
    "gate | canary |  | eu-promote",
    "stable | gate |  | eu",
    `diagnose | canary stable | ${failedOrStopped} | eu`,
    `rollback | canary gate stable | ${failedOrStopped} | eu`,
  ]);
});

test("a canary that a person starts is behind a gate, too; nobody who says no makes a rollback", () => {
  const { "deploy-eu.yml": manual } = workflowsFor([onAws], { environments: { eu: { canary: "manual" } } });
  expect(story(manual!)).toStrictEqual([
    "start |  |  | eu-start",
    "canary | start |  | eu",
    "gate | canary |  | eu-promote",
    "stable | gate |  | eu",
    `diagnose | canary stable | ${failedOrStopped} | eu`,
    `rollback | canary gate stable | ${failedOrStopped} | eu`,
  ]);
});

test("one release at a time has an environment, and all that come meanwhile wait for it", () => {
  expect(deployment).toMatchObject({
    on: { workflow_call: { inputs: { image: { type: "string", required: true } } } },
    concurrency: { group: "deploy-eu", "cancel-in-progress": false, queue: "max" },
  });
});

test.each([
  [
    "canary",
    { CANARY_PODS: "${{ vars.CANARY_PODS || '1' }}", STABLE_PODS: "${{ vars.STABLE_PODS_BESIDE_CANARY || '2' }}" },
  ],
  ["stable", { STABLE_PODS: "${{ vars.STABLE_PODS || '3' }}" }],
  ["rollback", { STABLE_PODS: "${{ vars.STABLE_PODS || '3' }}" }],
])("%s gets the image, and how many pods people want", (id, pods) => {
  expect(deployment!.jobs[id]?.env).toStrictEqual({ ...pods, IMAGE: "${{ inputs.image }}" });
});

test("one job says why something did not pass, whatever it was, and leaves one page", () => {
  const kept = deployment!.jobs["diagnose"]!.steps.filter(({ name }) => name.startsWith("Keep ")).slice(1);
  expect(kept.map((step) => step.with?.["path"])).toStrictEqual(["release-eu.html"]);
});

test("an image is only taken when a release of this repository has signed it", () => {
  const steps = deployment!.jobs["canary"]!.steps.map(({ name }) => name);
  const check = deployment!.jobs["canary"]!.steps.find(({ name }) => name === "Check who has built the image");
  expect(check).toStrictEqual({
    name: "Check who has built the image",
    run:
      "cosign verify --certificate-oidc-issuer https://token.actions.githubusercontent.com --certificate-identity-regexp " +
      String.raw`'^https://github\.com/acme/web\.shop/\.github/workflows/release\.yml@refs/tags/' "$IMAGE"`,
  });
  expect(steps.indexOf(check!.name)).toBeLessThan(steps.indexOf("Canary"));
});

test("a secret goes to the steps that read it, through every hand that it needs", () => {
  const { "deploy-asia.yml": called, "release.yml": release } = workflowsFor([onDigitalocean]);
  const reads = called!.jobs["canary"]!.steps.map(({ name, env = {} }) => `${name}: ${Object.keys(env).join(" ")}`);
  expect(reads).toStrictEqual([
    "Check out: ",
    "Set up Node.js: ",
    "Install packages: ",
    "Set up cosign: ",
    "Log in to GitHub's registry: REGISTRY_TOKEN",
    "Set up doctl: ",
    "Check who has built the image: ",
    "Log in to the registry: DIGITALOCEAN_ACCESS_TOKEN",
    "Reach the cluster: DIGITALOCEAN_ACCESS_TOKEN",
    "Canary: DIGITALOCEAN_ACCESS_TOKEN",
    "Keep canary-asia: ",
    "Keep canary-page-asia: ",
  ]);

  expect(called!.on).toMatchObject({ workflow_call: { secrets: { DIGITALOCEAN_ACCESS_TOKEN: { required: false } } } });
  expect(release!.jobs["deploy-asia"]?.secrets).toStrictEqual({
    DIGITALOCEAN_ACCESS_TOKEN: "${{ secrets.DIGITALOCEAN_ACCESS_TOKEN }}",
  });
});

test("a deployment without secrets asks for none", () => {
  expect(deployment!.on).toStrictEqual({ workflow_call: { inputs: expect.anything() as unknown } });
  expect(workflowsFor([onAws])["release.yml"]!.jobs["deploy-eu"]).toStrictEqual({
    name: "Deploy (eu)",
    needs: ["build", "sign"],
    permissions: { contents: "read", packages: "read", "id-token": "write" },
    uses: "./.github/workflows/deploy-eu.yml",
    with: { image: "${{ needs.build.outputs.IMAGE }}" },
  });
});

test("what is downloaded is the program that we know", () => {
  const { "deploy-asia.yml": called } = workflowsFor([onDigitalocean]);
  const lines = called!.jobs["canary"]!.steps.find(({ name }) => name === "Set up doctl")?.run?.split("\n");
  expect(lines).toStrictEqual([
    'cd "$RUNNER_TEMP"',
    expect.stringMatching(
      /^curl --fail .* --output doctl\.tar\.gz https:\/\/github\.com\/digitalocean\/doctl\/releases\//,
    ),
    expect.stringMatching(/^echo "[0-9a-f]{64} {2}doctl\.tar\.gz" \| sha256sum --check$/),
    "sudo tar --extract --gzip --file doctl.tar.gz --directory /usr/local/bin doctl",
  ]);
});

test("what reaches a cluster runs where the cluster lets it in, and the rest anywhere", () => {
  const { "deploy-eu.yml": deploy } = workflowsFor([onAws], { github: { ...github, runner: "in-the-office" } });
  const machines = Object.entries(deploy!.jobs).map(([id, job]) => `${id}: ${job["runs-on"] ?? ""}`);
  expect(machines).toStrictEqual([
    "canary: in-the-office",
    "gate: ubuntu-24.04",
    "stable: in-the-office",
    "diagnose: in-the-office",
    "rollback: in-the-office",
  ]);
});
