import { findChromium } from "./find-chromium";

/** Before all tests: which browser they have. */
export default async function findOnce(): Promise<void> {
  process.env["FOUND_CHROMIUM"] = JSON.stringify(await findChromium());
}
