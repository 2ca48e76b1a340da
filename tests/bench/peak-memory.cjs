// Preloaded into a measured Node process where the system has no GNU time: leaves its peak memory behind, in KB.
const { writeFileSync } = require("node:fs");

const file = process.env.BENCH_MEMORY_FILE;
// processes that this one starts would overwrite the figure
delete process.env.BENCH_MEMORY_FILE;
if (file) process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
