import type { Delivery } from "../../environments/schema/delivery";
import type { Job } from "../model/pipeline";
import { credentials } from "./credentials";
import { type Surroundings, together } from "./surroundings";

/** The settings of deliveries where Semaphore is one of the systems. */
export type SemaphoreDelivery = Delivery & { readonly semaphore: NonNullable<Delivery["semaphore"]> };

/**
 * Gets a job what it needs on a machine of Semaphore, which has the tools of the clouds, Docker and Terraform already. The
 * packages come first: their scripts are others' work, and run before anything has logged in.
 */
export function setUp({ needs, takes }: Job, delivery: SemaphoreDelivery): Surroundings {
  const { access, databaseLogin } = needs;
  return together([
    { commands: ["checkout"] },
    needs.packages ? { commands: packages(delivery) } : {},
    needs.postgresPassword === undefined ? {} : { commands: postgres(needs.postgresPassword) },
    needs.terraform ? { commands: [atLeastTerraform(delivery)] } : {},
    needs.registry === undefined ? {} : registry(delivery),
    access === undefined ? {} : credentials(access.target, access.work),
    databaseLogin && access?.target.secrets.database !== undefined ? { secrets: [access.target.secrets.database] } : {},
    // export has a status of its own, which would hide that of what it exports
    ...takes.map((name) => ({ commands: [`${name}="$(sem-context get ${name})"`, `export ${name}`] })),
  ]);
}

/** npm checks what it has kept against package-lock.json; it would delete a folder `node_modules` that was kept. */
const packages = ({ nodeVersion }: Delivery): string[] => [
  `sem-version node ${nodeVersion}`,
  `cache restore "npm-$(checksum package-lock.json)"`,
  "npm ci --no-audit --no-fund",
  `cache store "npm-$(checksum package-lock.json)" ~/.npm`,
];

/** `sem-service` says that all is well whatever happens, hence the second command. */
const postgres = (password: string): string[] => [
  `sem-service start postgres 17 --username=postgres --password=${password}`,
  "docker exec postgres pg_isready --host=127.0.0.1 --username=postgres",
];

/** The machine's own Terraform has been checked by whoever made the machine. One that is too old is refused. */
const atLeastTerraform = ({ terraformVersion }: Delivery): string =>
  `printf 'Terraform v%s\\n' ${terraformVersion} "$(terraform version | sed -n '1s/Terraform v//p')"` +
  " | sort --version-sort --check";

/** The password comes by a pipe: arguments can be read by everyone on the machine. */
function registry({ semaphore }: SemaphoreDelivery): Partial<Surroundings> {
  const [host = ""] = semaphore.imageRepository.split("/");
  return {
    secrets: [semaphore.registrySecret],
    commands: [`printf '%s' "$DOCKER_PASSWORD" | docker login --username "$DOCKER_USERNAME" --password-stdin ${host}`],
  };
}
