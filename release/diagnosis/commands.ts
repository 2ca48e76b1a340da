import { imageParts } from "../../charts/image";
import { imageRepository } from "../../environments/schema/names";
import type { DiagnosisContext } from "./context";

/** A word of a command as a shell reads it: what is not harmless is quoted. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** `kubectl --namespace addressbook …` */
export const kubectl = ({ namespace }: Pick<DiagnosisContext, "namespace">, ...words: readonly string[]): string =>
  ["kubectl", "--namespace", namespace, ...words].map(quoted).join(" ");

/** `npx release connect --environment …` */
export const release = ({ environment }: Pick<DiagnosisContext, "environment">, ...words: readonly string[]): string =>
  ["npx", "release", ...words, "--environment", environment.name].map(quoted).join(" ");

/** What tells whether the registry has an image: the cloud's own tool for the environment's registry, else Docker's. */
export function lookUpImage({ environment, service }: DiagnosisContext, image: string): string {
  const { newName, newTag, digest } = imageParts(image);
  const inspect = `docker manifest inspect ${quoted(image)}`;
  if (newName !== imageRepository(environment)) return inspect;
  switch (environment.cloud) {
    case "aws": {
      const id = digest === undefined ? `imageTag=${newTag ?? "latest"}` : `imageDigest=${digest}`;
      const repository = newName.slice(newName.indexOf("/") + 1);
      return ["aws", "ecr", "describe-images", "--region", environment.region, "--repository-name", repository]
        .concat("--image-ids", id)
        .map(quoted)
        .join(" ");
    }
    case "google":
      return `gcloud artifacts docker images describe ${quoted(digest === undefined ? image : `${newName}@${digest}`)}`;
    case "digitalocean":
      return `doctl registry repository ${digest === undefined ? "list-tags" : "list-manifests"} ${quoted(service.name)}`;
    case "local":
      return `docker image inspect ${quoted(image)}`;
  }
}
