/** What the one who runs the tests says of the cluster. */
export interface Given {
  /** Context of the kubeconfig. It is named by hand, so that nobody's production is taken because it is current. */
  readonly context: string;
  /** @default - `KUBECONFIG`, or `~/.kube/config` */
  readonly kubeconfig: string | undefined;
  /** Image of the service that the cluster can pull, or has. */
  readonly image: string;
  /** Another image of the service, for the second release. */
  readonly nextImage: string;
  /** An image that is in no way good. @default - bad releases are only made of settings */
  readonly badImage: string | undefined;
  /** Where the service answers. @default - the port of a node */
  readonly url: string | undefined;
  /** Variables of a database that is there already (`DB_HOST` …). @default - PostgreSQL runs in the cluster */
  readonly database: Readonly<Record<string, string>> | undefined;
  /** Port of the nodes on which the service answers. @default 30080 */
  readonly nodePort: number;
}

const required = ["E2E_CONTEXT", "E2E_IMAGE", "E2E_NEXT_IMAGE"] as const;

const usage = `
  E2E_CONTEXT         context of the kubeconfig; its cluster gets a namespace for the tests, which is deleted at the end
  E2E_IMAGE           image of the service that the cluster can pull, or has
  E2E_NEXT_IMAGE      another image of it, for the second release
  E2E_BAD_IMAGE       an image that does not work (optional)
  E2E_URL             where the service answers, when that port of a node cannot be reached (optional)
  E2E_NODE_PORT       port of the nodes for the service, when 30080 is taken (optional)
  DB_HOST, DB_PORT, DB_SCHEMA, DB_USER, DB_PASSWORD, DB_SSL
                      a database that is there already, as the pods reach it, for clusters that cannot pull the
                      image of PostgreSQL or have no volumes (optional)`;

/** Reads the variables; a text says why nothing can be tested. */
export function given(variables: NodeJS.ProcessEnv): Given | string {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== "")) as typeof variables;
  const missing = required.filter((name) => set[name] === undefined);
  if (missing.length > 0) return `not set: ${missing.join(", ")}\n${usage}`;
  const { E2E_CONTEXT: context = "", E2E_IMAGE: image = "", E2E_NEXT_IMAGE: nextImage = "" } = set;
  if (image === nextImage) return "E2E_NEXT_IMAGE must be another image than E2E_IMAGE";
  const database = Object.entries(set).filter((entry): entry is [string, string] => entry[0].startsWith("DB_"));
  return {
    context,
    kubeconfig: set["KUBECONFIG"],
    image,
    nextImage,
    badImage: set["E2E_BAD_IMAGE"],
    url: set["E2E_URL"],
    database: database.length === 0 ? undefined : Object.fromEntries(database),
    nodePort: Number(set["E2E_NODE_PORT"] ?? 30080),
  };
}
