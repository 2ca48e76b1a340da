import { crc32, deflateSync, inflateSync } from "node:zlib";

interface Picture {
  readonly width: number;
  readonly height: number;
  /** As `0xRRGGBB`, row by row. */
  readonly colours: Uint32Array;
}

/** Most colours that a palette of PNG has. */
const mostColours = 256;

/** The same picture with its 256 most frequent colours: a third of the bytes, and nobody sees it on a page of text. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, colours } = decoded(png);
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!).slice(0, mostColours);
  const indices = new Map([...counts.keys()].map((colour) => [colour, nearest(colour, palette)]));
  // each row begins with its filter: none
  const rows = Buffer.alloc((width + 1) * height);
  colours.forEach((colour, at) => (rows[at + Math.floor(at / width) + 1] = indices.get(colour)!));

  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  return Buffer.concat([
    png.subarray(0, 8),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap(channels))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Index of the colour that is most like it. */
function nearest(colour: number, palette: readonly number[]): number {
  const wanted = channels(colour);
  const distances = palette.map((other) =>
    channels(other).reduce((sum, value, index) => sum + (value - wanted[index]!) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

const channels = (colour: number): number[] => [colour >> 16, (colour >> 8) & 255, colour & 255];

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** As browsers write them: three bytes for each dot. */
function decoded(png: Buffer): Picture {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const [raw, row] = [inflateSync(Buffer.concat(data)), width * 3];
  const bytes = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < row; x++) {
      const at = y * row + x;
      const left = x < 3 ? 0 : bytes[at - 3]!;
      const above = y === 0 ? 0 : bytes[at - row]!;
      const aboveLeft = x < 3 || y === 0 ? 0 : bytes[at - row - 3]!;
      bytes[at] = raw[at + y + 1]! + predicted(raw[y * (row + 1)]!, left, above, aboveLeft);
    }
  return {
    width,
    height,
    colours: Uint32Array.from({ length: width * height }, (_, at) => bytes.readUIntBE(at * 3, 3)),
  };
}

/** What a filter of PNG expects of a byte, by its neighbours; only the difference is stored. */
function predicted(filter: number, left: number, above: number, aboveLeft: number): number {
  const byDistance = [left, above, aboveLeft].sort(
    (a, b) => Math.abs(left + above - aboveLeft - a) - Math.abs(left + above - aboveLeft - b),
  );
  return [0, left, above, (left + above) >> 1, byDistance[0]!][filter]!;
}
