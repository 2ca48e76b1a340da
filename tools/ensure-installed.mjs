// Installs the packages of package-lock.json, unless they are all there in the right version.
// Runs before `npm start` and `npm test`, so it uses nothing but Node.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {});

function isInstalled() {
  const wanted = read("package-lock.json");
  // npm keeps its own list of what it has installed
  const installed = read("node_modules/.package-lock.json");
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (!path.startsWith("node_modules/") || link) return true;
    // packages for other platforms are listed, but not installed
    return installed[path] === undefined ? optional : installed[path].version === version;
  });
}

if (!isInstalled()) {
  process.stderr.write("Installing packages (once, about a minute)…\n");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  process.exitCode = status ?? 1;
}
