import { buffer } from "node:stream/consumers";
import { createGzip } from "node:zlib";

import { pack } from "tar-stream";

/** The archive that `helm package` would make, but the same one for the same files, whenever it is made. */
export async function archive(folder: string, files: Readonly<Record<string, string>>): Promise<Buffer> {
  const entries = pack();
  for (const [path, text] of Object.entries(files)) {
    entries.entry({ name: `${folder}/${path}`, mode: 0o644, mtime: new Date("2000-01-01T00:00:00Z") }, text);
  }
  entries.finalize();
  return buffer(entries.pipe(createGzip()));
}
