/** A reference of an image in its parts. */
export interface ImageReference {
  /** With the registry: `docker.io/library/node`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const pattern =
  /^((?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/** @returns undefined when it is none */
export function parseReference(text: string): ImageReference | undefined {
  const [, name, tag, digest] = pattern.exec(text) ?? [];
  if (name === undefined) return undefined;
  return { repository: qualified(name), tag: tag ?? (digest === undefined ? "latest" : undefined), digest };
}

/** The whole name, as container runtimes write it. */
export const formatReference = ({ repository, tag, digest }: ImageReference): string =>
  `${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;

function qualified(name: string): string {
  const [first = "", ...rest] = name.split("/");
  if (rest.length > 0 && (/[.:]/.test(first) || first === "localhost")) return name;
  return rest.length === 0 ? `docker.io/library/${name}` : `docker.io/${name}`;
}
