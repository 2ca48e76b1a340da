/** What came back, in whichever protocol. */
export interface Answer {
  readonly status: number;
  /** Error code of AWS, or undefined when it was done. */
  readonly code: string | undefined;
  readonly text: string;
}

type Parameters = Readonly<Record<string, string | number | boolean>>;

/** Versions of the APIs that are sent forms; the name is that in a signature. */
const versions = {
  ec2: "2016-11-15",
  elasticloadbalancing: "2015-12-01",
  iam: "2010-05-08",
  rds: "2014-10-31",
  sts: "2011-06-15",
} as const;

/** What stands before the name of an operation. */
const targets = {
  ecr: "AmazonEC2ContainerRegistry_V20150921",
  kms: "TrentService",
  logs: "Logs_20140328",
  secretsmanager: "secretsmanager",
} as const;

/** AWS's protocols as they are sent, for tests that would learn nothing from a client that corrects them. */
export class AwsClient {
  constructor(
    private readonly address: string,
    private readonly region = "eu-central-1",
  ) {}

  /** `form("ec2", "CreateSubnet", { VpcId: "vpc-1" })` */
  form(service: keyof typeof versions, operation: string, parameters: Parameters = {}): Promise<Answer> {
    const body = new URLSearchParams({ Action: operation, Version: versions[service] });
    for (const [name, value] of Object.entries(parameters)) body.set(name, String(value));
    return this.send(service, "POST", "/", { "Content-Type": "application/x-www-form-urlencoded" }, body.toString());
  }

  /** `json("logs", "CreateLogGroup", { logGroupName: "/a" })` */
  json(service: keyof typeof targets, operation: string, parameters: object): Promise<Answer> {
    const headers = {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `${targets[service]}.${operation}`,
    };
    return this.send(service, "POST", "/", headers, JSON.stringify(parameters));
  }

  /** `eks("POST", "/clusters", { name: "a" })` */
  eks(method: string, path: string, parameters?: object): Promise<Answer> {
    const body = parameters && JSON.stringify(parameters);
    return this.send("eks", method, path, { "Content-Type": "application/json" }, body);
  }

  /** `s3("PUT", "/bucket/key", { "If-None-Match": "*" }, "content")` */
  s3(method: string, path: string, headers: Readonly<Record<string, string>> = {}, body?: string): Promise<Answer> {
    return this.send("s3", method, path, headers, body);
  }

  private async send(
    service: string,
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
  ): Promise<Answer> {
    const response = await fetch(`${this.address}${path}`, {
      method,
      headers: {
        ...headers,
        // who is meant; nobody checks who signs
        Authorization: `AWS4-HMAC-SHA256 Credential=emulated/20260101/${this.region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return { status: response.status, code: response.ok ? undefined : codeIn(response, text), text };
  }
}

function codeIn(response: Response, text: string): string {
  return response.headers.get("x-amzn-ErrorType") ?? /<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? text;
}

/** The text of the first element of that name. */
export function element(name: string, { text }: Answer): string {
  const [, found] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text) ?? [];
  if (found === undefined) throw new Error(`there is no <${name}> in ${text}`);
  return found;
}
