/** A list price in US dollars, without taxes, free tiers and traffic. */
export interface Price {
  readonly usd: number;
  /** Where the figure was read; none: it is remembered, and shown with a tilde. */
  readonly source?: string;
}

/** Hours in a month, as the clouds count them. */
const hours = 730;

/** A price per hour, as a price per month. */
export const hourly = (usd: number, source?: string): Price => ({ usd: usd * hours, source });

/** A price per month. */
export const monthly = (usd: number, source?: string): Price => ({ usd, source });

/** One line of an estimate. */
export interface LineItem {
  readonly what: string;
  readonly count: number;
  /** Price of one, per month. */
  readonly price: Price;
  /** The settings of the environment that decide about it. @default - it comes with the cloud */
  readonly settings?: readonly string[];
}

/** The resources that an environment creates, by type: their settings as Terraform reads them. */
export type Resources = Readonly<Record<string, readonly unknown[] | undefined>>;

/** The service's pods outside of a release, for clouds that bill what pods ask for. */
export interface ServicePods {
  readonly count: number;
  /** Thousandths of a processor for each. */
  readonly millicores: number;
  /** Mebibytes of memory for each. */
  readonly mib: number;
}

export interface PriceTable {
  /** Day on which the table was last compared with its sources. */
  readonly asOf: string;
  /** Region that the prices are for; others differ by up to a third. */
  readonly region: string;
  /** Where current prices are published. */
  readonly pages: readonly string[];
  /** What is paid for by use and therefore not in the estimate. */
  readonly notIncluded: readonly string[];
  readonly estimate: (resources: Resources, pods: ServicePods) => LineItem[];
}
