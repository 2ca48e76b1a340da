import type { Job } from "../../../pipelines/model/pipeline";
import { proposeImage } from "../../../pipelines/jobs/git-ops";
import { buildImage, signImage } from "../../../pipelines/jobs/image";
import { functionalTest, integrationTest } from "../../../pipelines/jobs/image-tests";
import { applyInfrastructure, lookForDrift, planInfrastructure } from "../../../pipelines/jobs/infrastructure";
import { canary, diagnose, promote, rollback } from "../../../pipelines/jobs/release";
import { staticTest } from "../../../pipelines/jobs/tests";
import { environment, minimal } from "../../support/environments";
import { targetOf } from "../support/plan";

const live = targetOf(environment("live", { ...minimal.aws, service: { name: "shop", version: "1.2.3" } }));
const source = { service: live.environment.service, dockerfile: "shop/Dockerfile" };

const guard = (report: string): string =>
  "terraform -chdir=cdktf.out/stacks/live show -json plan | " +
  `npm run --silent plan:check -- --environment live --plan - --report ${report}`;
const build =
  `docker buildx build --file shop/Dockerfile --build-arg VERSION=1.2.3 ` +
  `--build-arg REVISION="$(git rev-parse HEAD)"`;
const login = "--env DB_HOST --env DB_PORT --env DB_SCHEMA --env DB_USER --env DB_PASSWORD --env DB_SSL";
const run = `--network host --read-only --cap-drop ALL --tmpfs /tmp ${login}`;
const prepared = [
  `docker run --rm ${run} --env DB_ADMIN_USER --env DB_ADMIN_PASSWORD "$IMAGE" node dist/bootstrap.js`,
  `docker run --rm ${run} "$IMAGE" node dist/migrate.js`,
];
const verify = { name: "Check", commands: ["check it"] };

test.each<[string, Job, readonly string[]]>([
  [
    "a canary, of a copy of the image",
    canary(live, { handsOverLogin: false }),
    [
      "aws login live",
      "aws kubeconfig live",
      'IMAGE="$(npx release push --environment live --image "$IMAGE")"',
      'npx release canary --environment live --image "$IMAGE" --report canary-live.xml --report canary-live.html',
    ],
  ],
  [
    "a canary of a checked image, and its database's login",
    canary(live, { verify, handsOverLogin: true }),
    [
      "check it",
      "aws login live",
      "aws kubeconfig live",
      "npx release connect --environment live --skip-bootstrap",
      'IMAGE="$(npx release push --environment live --image "$IMAGE")"',
      'npx release canary --environment live --image "$IMAGE" --report canary-live.xml --report canary-live.html',
    ],
  ],
  [
    "stable, of no other image than the canary's",
    promote(live),
    [
      "aws kubeconfig live",
      'npx release promote --environment live --accept inconclusive --image "$IMAGE" --report promote-live.xml --report promote-live.html',
    ],
  ],
  [
    "back from this image",
    rollback(live, "this image"),
    [
      "aws kubeconfig live",
      'npx release rollback --environment live --image "$IMAGE" --report rollback-live.xml --report rollback-live.html',
    ],
  ],
  [
    "back from whatever is under way",
    rollback(live, "anything"),
    [
      "aws kubeconfig live",
      "npx release rollback --environment live --report rollback-live.xml --report rollback-live.html",
    ],
  ],
  ["a plan, which is guarded", planInfrastructure(live), ["npx cdktf diff live", guard("plan-live.md")]],
  ["drift, which is any change", lookForDrift(live), ["npx cdktf diff live", `${guard("drift-live.md")} --unchanged`]],
  [
    "the plan that the guard has read, and no other",
    applyInfrastructure(live),
    [
      "npx cdktf diff live",
      guard("apply-live.md"),
      "terraform -chdir=cdktf.out/stacks/live apply -input=false -lock-timeout=10m plan",
    ],
  ],
  [
    "an image in a registry, by its digest, and from nothing that others have built",
    buildImage(source, { by: "registry", repository: "example.org/shop" }),
    [
      `${build} --tag example.org/shop:"$(git rev-parse HEAD)" --push --metadata-file image.json .`,
      `IMAGE="example.org/shop@$(node --print 'require("./image.json")["containerimage.digest"]')"`,
    ],
  ],
  [
    "an image in a file",
    buildImage(source, { by: "file" }),
    [`${build} --tag shop:tested --load .`, "docker save --output image.tar shop:tested"],
  ],
  [
    "a database, made and migrated as often as one likes, by the image from the registry",
    integrationTest(source, { by: "registry", repository: "example.org/shop" }),
    [...prepared, ...prepared],
  ],
  [
    "the service itself, by the image from a file",
    functionalTest(source, { by: "file" }, "live"),
    [
      "docker load --input image.tar",
      ...prepared,
      `docker run --detach --name service ${run} --env NODE_ENV=production "$IMAGE"`,
      "npx release test --environment live --url http://127.0.0.1:3000 --report functional-test.xml",
      "docker logs service",
    ],
  ],
  [
    "a signature",
    signImage(),
    [
      'syft scan "registry:$IMAGE" --output spdx-json=sbom.spdx.json',
      'cosign sign --yes "$IMAGE"',
      'cosign attest --yes --type spdxjson --predicate sbom.spdx.json "$IMAGE"',
    ],
  ],
  [
    "a proposal, unless it is there or proposed already",
    proposeImage(live, "team/clusters", "canary"),
    [
      "aws login live",
      'IMAGE="$(npx release push --environment live --image "$IMAGE")"',
      "cd configuration/live",
      'git switch --force-create "live/canary-${IMAGE##*:}"',
      'kustomize edit set image shop-canary="$IMAGE"',
      "git diff --quiet && exit 0",
      `git commit --all --message 'shop canary on live' --message "$IMAGE"`,
      "git push --force --set-upstream origin HEAD",
      'gh pr list --head "$(git branch --show-current)" | grep . || ' +
        `gh pr create --title 'shop canary on live' --body "$IMAGE"`,
    ],
  ],
  [
    "the sources, and what is generated from them",
    staticTest,
    [
      "npm run typecheck",
      "npm run lint",
      "npm run format:check",
      "npm run synth",
      "npm run synth:pipelines -- --check",
    ],
  ],
])("%s", (_, { steps }, commands) => {
  expect(steps.flatMap((step) => step.commands)).toStrictEqual(commands);
});

test("jobs that may be of one run leave nothing of the same name", () => {
  const jobs = [
    ...[planInfrastructure, applyInfrastructure, lookForDrift, canary, promote].map((work) =>
      work(live, { handsOverLogin: false }),
    ),
    rollback(live, "this image"),
    diagnose(live, "canary"),
    diagnose(live, "stable"),
    diagnose(live),
  ];
  const left = jobs.flatMap(({ leaves }) => leaves);
  for (const what of ["name", "path"] as const) {
    const all = left.map((artifact) => artifact[what]);
    expect(all).toStrictEqual([...new Set(all)]);
  }
  // it is left by the name by which it was written
  for (const { steps, leaves } of jobs)
    for (const { path } of leaves) expect(steps.flatMap(({ commands }) => commands).join("\n")).toContain(` ${path}`);
});

test.each([planInfrastructure, lookForDrift, applyInfrastructure])(
  "%p waits for others who are at the same state",
  (work) => {
    expect(work(live).steps[0]?.variables).toStrictEqual({ TF_CLI_ARGS_plan: "-lock-timeout=10m" });
  },
);
