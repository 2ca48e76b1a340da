import { config } from "zod";

// each schema is used once in a run: to compile it takes longer than to read with it as it is
config({ jitless: true });
