import { join } from "node:path";

import { version } from "./package.json";
import { runProgram } from "./programs";
import { serve } from "./serve";

void runProgram(async () => {
  await serve({ variables: process.env, version, migrations: join(__dirname, "migrations") });
});
