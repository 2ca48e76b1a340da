import { exitOnProblems } from "../environments/schema/exit";
import { program } from "./program";

program().parseAsync().catch(exitOnProblems);
