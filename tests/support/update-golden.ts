import { goldenFolder, storedFiles, storeFiles, synthesizedFiles } from "./golden";

/** Writes the golden files anew and names those that have changed: look at each before you commit it. */
async function main(): Promise<void> {
  const before = storedFiles();
  const after = await synthesizedFiles();
  storeFiles(after);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changes = names.flatMap((name) => {
    if (before[name] === after[name]) return [];
    return [`${after[name] === undefined ? "deleted" : before[name] === undefined ? "new    " : "changed"} ${name}`];
  });
  process.stdout.write(`${changes.length === 0 ? `nothing changed in ${goldenFolder}` : changes.join("\n")}\n`);
}

void main();
