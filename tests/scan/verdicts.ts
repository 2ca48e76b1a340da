import type { Resource } from "../policy/stack";
import type { Outcome } from "./run";

interface Check {
  readonly check_id: string;
  readonly resource: string;
  readonly file_path: string;
}

interface Report {
  readonly results: { readonly passed_checks: readonly Check[]; readonly failed_checks: readonly Check[] };
  readonly summary: { readonly parsing_errors: number };
}

/** What Checkov found in a folder with one folder for each stack. */
export class Verdicts {
  /** How many files it could not read. */
  readonly unreadable: number;
  /** Checks that ended with an error and without a verdict, each with what it was about. */
  readonly crashed: readonly string[];
  private readonly failed = new Map<string, Set<string>>();
  private readonly passed = new Map<string, Set<string>>();

  /** @param outcome of a run with `--output json` */
  constructor({ stdout, stderr }: Outcome) {
    if (!/^[[{]/.test(stdout)) throw new Error(`Checkov did not report anything: ${stdout}${stderr}`);
    const reports = [JSON.parse(stdout) as Report | Report[]].flat();
    this.unreadable = reports.reduce((sum, { summary }) => sum + summary.parsing_errors, 0);
    this.crashed = [...stderr.matchAll(/Failed to run check (\S+) on (\S+)/g)].map(([, id, what]) => `${id} ${what}`);
    for (const { results } of reports) {
      note(results.passed_checks, this.passed);
      note(results.failed_checks, this.failed);
    }
  }

  /** Ids of all checks that judged anything in some stacks. */
  evaluated(stacks: readonly string[]): string[] {
    const ids = [...this.passed, ...this.failed].filter(([place]) => stacks.includes(place.split("/")[0] ?? ""));
    return [...new Set(ids.flatMap(([, found]) => [...found]))].sort();
  }

  /** Ids of the checks that a stack fails. */
  failures(stack: string): string[] {
    const found = [...this.failed].filter(([place]) => place.startsWith(`${stack}/`)).flatMap(([, ids]) => [...ids]);
    return [...new Set(found)].sort();
  }

  /** How often something was judged in a stack. */
  counts(stack: string): { passed: number; failed: number } {
    const count = (places: Map<string, Set<string>>): number =>
      [...places].filter(([place]) => place.startsWith(`${stack}/`)).reduce((sum, [, ids]) => sum + ids.size, 0);
    return { passed: count(this.passed), failed: count(this.failed) };
  }

  /** What one check says of one resource; undefined when it says nothing. It fails when it fails in any of the files. */
  of(stack: string, { name }: Resource, id: string): "passed" | "failed" | undefined {
    const place = `${stack}/${name}`;
    if (this.failed.get(place)?.has(id)) return "failed";
    return this.passed.get(place)?.has(id) ? "passed" : undefined;
  }

  /** Ids of the checks that one resource fails. */
  failuresAt(stack: string, { name }: Resource): string[] {
    return [...(this.failed.get(`${stack}/${name}`) ?? [])].sort();
  }
}

function note(checks: readonly Check[], places: Map<string, Set<string>>): void {
  for (const { check_id: id, resource, file_path: file } of checks) {
    const [, stack = ""] = file.split("/");
    // `resource.NAME`, `aws_vpc.NAME`, `data.NAME` or `provider.NAME`, depending on the kind of the check
    const place = `${stack}/${resource.split(".").at(-1) ?? ""}`;
    places.set(place, (places.get(place) ?? new Set()).add(id));
  }
}
