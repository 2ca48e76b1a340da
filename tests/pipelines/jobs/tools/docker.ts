import type { Registries } from "../registries";
import { must, tool, type Tool } from "./tool";

/** Registries that docker is logged in to, by what they are called. */
export type Logins = Set<string>;

export interface Docker {
  readonly registries: Registries;
  readonly logins: Logins;
  /** Who may log in where. */
  readonly accounts: readonly { readonly host: string; readonly username: string; readonly password: string }[];
}

const hostOf = (reference: string): string => reference.split("/", 1)[0] ?? "";

/** docker, as far as registries go. It has no daemon. */
export function docker({ registries, logins, accounts }: Docker): Tool {
  const loggedIn = (reference: string): void => {
    must(logins.has(hostOf(reference)), `failed to fetch ${reference}: 401 Unauthorized`);
  };
  return tool({
    "login HOST --username USERNAME --password-stdin": ({ USERNAME, HOST = "" }, { input }) => {
      must(input !== "", "password is empty");
      const account = accounts.find(({ host, username }) => host === HOST && username === USERNAME);
      must(account?.password === input.replace(/\r?\n$/, ""), `${HOST}: unauthorized: incorrect username or password`);
      logins.add(HOST);
      return { stdout: "Login Succeeded\n" };
    },
    "buildx imagetools inspect IMAGE --raw": ({ IMAGE = "" }) => {
      loggedIn(IMAGE);
      const found = registries.find(IMAGE);
      return found === undefined ? { status: 1, stderr: `ERROR: ${IMAGE}: not found\n` } : { stdout: found.manifest };
    },
    "buildx imagetools create --prefer-index BOOLEAN --tag TAG IMAGE": (given) => {
      const { BOOLEAN, TAG = "", IMAGE = "" } = given;
      must(BOOLEAN === "false", "it would be wrapped, and get another digest");
      for (const reference of [IMAGE, TAG]) loggedIn(reference);
      const found = registries.find(IMAGE);
      must(found !== undefined, `${IMAGE}: not found`);
      registries.put(TAG, found.digest);
      return {};
    },
  });
}
