import { imageParts } from "../../charts/image";
import { oneLine } from "./printable";

/** Digits of a digest that are shown, as `docker images` does. */
const shownDigits = 12;

/** `addressbook:1.4.0@0123456789ab` of `registry.example.com/team/addressbook:1.4.0@sha256:0123456789ab…` */
export function shortImage(image: string): string {
  const { newName, newTag, digest } = imageParts(image);
  const name = newName.slice(newName.lastIndexOf("/") + 1);
  return oneLine(`${name}${newTag === undefined ? "" : `:${newTag}`}${shortDigest(digest)}`);
}

/** `1.4.0@0123456789ab`: the same where everybody knows whose image it is. An image without a tag keeps its name. */
export function versionOf(image: string): string {
  const { newTag, digest } = imageParts(image);
  return newTag === undefined ? shortImage(image) : oneLine(`${newTag}${shortDigest(digest)}`);
}

const shortDigest = (digest: string | undefined): string =>
  digest === undefined ? "" : `@${digest.replace(/^sha256:/, "").slice(0, shownDigits)}`;
