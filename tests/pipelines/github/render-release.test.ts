import { onAws, onDigitalocean, settings, story, workflowsFor } from "./rendered";

describe("a release", () => {
  const gitOps = { repository: "acme/clusters", environments: ["asia"] };
  const { "release.yml": release } = workflowsFor([onAws, onDigitalocean], {
    environments: { eu: {} },
    hotfixTags: "urgent/",
    releaseTags: "shop-",
    github: { ...settings, gitOps },
  });

  test("is a tag, also one with a slash", () => {
    expect(release!.on).toStrictEqual({ push: { tags: ["shop-[0-9]**", "urgent/**"] } });
  });

  test("is tested before it is signed, and signed before anybody gets it", () => {
    expect(story(release!)).toStrictEqual([
      "build |  |  | ",
      "static-test |  |  | ",
      "unit-test |  |  | ",
      "integration-test | build |  | ",
      "functional-test | build |  | ",
      "sign | build static-test unit-test integration-test functional-test |  | ",
      "deploy-eu | build sign |  | ",
      "propose-canary-asia | build sign |  | asia",
      "gate-asia | propose-canary-asia |  | asia-promote",
      "propose-stable-asia | build gate-asia |  | asia",
    ]);
  });

  test.each([
    ["build", { contents: "read", packages: "write" }],
    ["unit-test", { contents: "read" }],
    ["functional-test", { contents: "read", packages: "read" }],
    ["sign", { contents: "read", packages: "write", "id-token": "write" }],
    ["gate-asia", {}],
    ["propose-canary-asia", { contents: "read", packages: "read" }],
  ])("%s has no more rights than it needs", (id, permissions) => {
    expect(release!.jobs[id]?.permissions).toStrictEqual(permissions);
  });

  test("goes from job to job by its digest", () => {
    const { outputs, steps } = release!.jobs["build"]!;
    expect(outputs).toStrictEqual({ IMAGE: "${{ steps.gives.outputs.IMAGE }}" });
    expect(steps.at(-1)?.id).toBe("gives");
    expect(steps.at(-1)?.run).toMatch(/\necho "IMAGE=\$IMAGE" >> "\$GITHUB_OUTPUT"$/);
    expect(release!.jobs["sign"]!.env).toStrictEqual({ IMAGE: "${{ needs.build.outputs.IMAGE }}" });
  });

  test("is proposed elsewhere by an app that may do nothing but that", () => {
    const { steps } = release!.jobs["propose-canary-asia"]!;
    expect(steps.find(({ id }) => id === "token")).toMatchObject({
      with: {
        "client-id": "${{ vars.CONFIGURATION_APP_CLIENT_ID }}",
        "private-key": "${{ secrets.CONFIGURATION_APP_PRIVATE_KEY }}",
        owner: "acme",
        repositories: "clusters",
        "permission-contents": "write",
        "permission-pull-requests": "write",
      },
    });
    expect(steps.filter(({ env = {} }) => "GH_TOKEN" in env).map(({ name }) => name)).toStrictEqual([
      "Let git ask gh for the token",
      "Propose the image",
    ]);
    const author = "${{ steps.token.outputs.app-slug }}[bot]";
    expect(steps.find(({ name }) => name === "Propose the image")?.env).toMatchObject({
      GIT_AUTHOR_NAME: author,
      GIT_AUTHOR_EMAIL: `${author}@users.noreply.github.com`,
      GIT_COMMITTER_NAME: author,
      GIT_COMMITTER_EMAIL: `${author}@users.noreply.github.com`,
    });
    expect(steps.filter((step) => step.with?.["persist-credentials"] === false)).toHaveLength(2);
  });
});
