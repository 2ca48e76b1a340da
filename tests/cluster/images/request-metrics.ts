/** As the service has them. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Durations {
  readonly counts: number[];
  sum: number;
  count: number;
}

/** Counts requests as the service does, and writes the figures in Prometheus' text format. */
export class RequestMetrics {
  private readonly requests = new Map<string, number>();
  private readonly durations = new Map<string, Durations>();

  count(method: string, route: string, status: number, milliseconds: number): void {
    const labels = `method="${method}",route="${route}"`;
    const key = `${labels},status="${status}"`;
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
    let durations = this.durations.get(labels);
    if (durations === undefined) {
      durations = { counts: buckets.map(() => 0), sum: 0, count: 0 };
      this.durations.set(labels, durations);
    }
    const seconds = milliseconds / 1000;
    const first = buckets.findIndex((bucket) => seconds <= bucket);
    for (let index = first < 0 ? buckets.length : first; index < buckets.length; index++)
      durations.counts[index] = (durations.counts[index] ?? 0) + 1;
    durations.sum += seconds;
    durations.count++;
  }

  text(version: string, track: string): string {
    const lines = [
      "# HELP build_info What runs",
      "# TYPE build_info gauge",
      `build_info{version="${version}",track="${track}"} 1`,
      "",
      "# HELP http_requests_total Requests by the status of their answer; 499 is that of clients who went away before its end",
      "# TYPE http_requests_total counter",
      ...[...this.requests].map(([labels, count]) => `http_requests_total{${labels}} ${count}`),
      "",
      "# HELP http_request_duration_seconds Time from the headers of a request to the end of its answer",
      "# TYPE http_request_duration_seconds histogram",
    ];
    for (const [labels, { counts, sum, count }] of this.durations) {
      const name = "http_request_duration_seconds";
      for (const [index, bucket] of buckets.entries())
        lines.push(`${name}_bucket{le="${bucket}",${labels}} ${counts[index] ?? 0}`);
      lines.push(
        `${name}_bucket{le="+Inf",${labels}} ${count}`,
        `${name}_sum{${labels}} ${sum}`,
        `${name}_count{${labels}} ${count}`,
      );
    }
    return `${lines.join("\n")}\n`;
  }
}
