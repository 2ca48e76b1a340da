import { bundlePageNow } from "./page/bundle";
import { pageHtml } from "./page/page-html";
import type { ReleaseRecord } from "./release-record";

/**
 * The dashboard's page with what it shows in one file, which needs neither a server nor a network: about 110 kB, and
 * 200 bytes for each sample.
 */
export const htmlReport = ({ state, samples }: ReleaseRecord): string =>
  pageHtml(`${state.service} in ${state.environment}`, { bundle: bundlePageNow(), state, samples });
