import type { Service } from "../../environments/schema/service";
import type { Artifact, Job } from "../model/pipeline";
import { job, words } from "./job";

/**
 * How the image gets from the job that builds it to those that test it: by a registry, from which it can be released
 * then, or as a file, where a job has no right to push.
 */
export type Handover = { readonly by: "registry"; readonly repository: string } | { readonly by: "file" };

/** What is built, and from what. */
export interface ImageSource {
  readonly service: Service;
  readonly dockerfile: string;
}

/** @see Handover */
export const imageFile: Artifact = { name: "image", path: "image.tar", always: false };

/** Builds the image, once: what is tested is what is released. */
export function buildImage({ service, dockerfile }: ImageSource, handover: Handover): Job {
  const build = [
    "docker buildx build",
    words("--file", dockerfile),
    `--build-arg ${words(`VERSION=${service.version}`)} --build-arg REVISION="$(git rev-parse HEAD)"`,
  ].join(" ");
  if (handover.by === "file")
    return job({
      name: "Build",
      needs: { packages: false },
      timeoutMinutes: 20,
      leaves: [imageFile],
      steps: [
        {
          name: "Build the image",
          // not every docker can write a file by itself
          commands: [
            `${build} --tag ${localName(service)} --load .`,
            words("docker", "save", "--output", imageFile.path, localName(service)),
          ],
        },
      ],
    });
  const { repository } = handover;
  return job({
    name: "Build",
    needs: { packages: false, registry: "push" },
    timeoutMinutes: 20,
    gives: ["IMAGE"],
    steps: [
      {
        name: "Build the image",
        commands: [
          // without what others have left in a cache: any branch could fill it, and would be in what is released
          `${build} --tag ${repository}:"$(git rev-parse HEAD)" --push --metadata-file image.json .`,
          // a digest cannot be moved to another image, a tag can
          `IMAGE="${repository}@$(node --print 'require("./image.json")["containerimage.digest"]')"`,
        ],
      },
    ],
  });
}

/** @see Handover */
export const localName = ({ name }: Service): string => `${name}:tested`;

/** What is in an image, and who has built it from what, as others can check it. */
export const signImage = (): Job =>
  job({
    name: "Sign",
    needs: { packages: false, registry: "push", signing: "sign" },
    timeoutMinutes: 15,
    takes: ["IMAGE"],
    leaves: [{ name: "sbom", path: "sbom.spdx.json", always: false }],
    steps: [
      { name: "List what is in it", commands: [`syft scan "registry:$IMAGE" --output spdx-json=sbom.spdx.json`] },
      {
        name: "Sign it",
        commands: [
          `cosign sign --yes "$IMAGE"`,
          `cosign attest --yes --type spdxjson --predicate sbom.spdx.json "$IMAGE"`,
        ],
      },
    ],
  });
