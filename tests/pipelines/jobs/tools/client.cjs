// Stands in for a program: hands over how it was called, and does what it is told. node client.cjs SOCKET PROGRAM [ARGUMENT ...]
const { spawnSync } = require("node:child_process");
const { readFileSync, fstatSync } = require("node:fs");
const { connect } = require("node:net");

const [, , socket, program, ...args] = process.argv;

/** What comes by a pipe or from a file; at a terminal nobody is asked. */
function readInput() {
  const stat = fstatSync(0);
  return stat.isFIFO() || stat.isFile() ? readFileSync(0, "utf8") : "";
}

const connection = connect(socket);
// only those that read a password have one to read: any other would take what is meant for the shell
const input = args.includes("--password-stdin") ? readInput() : "";
connection.write(`${JSON.stringify({ program, args, variables: process.env, folder: process.cwd(), input })}\n`);
let text = "";
connection.setEncoding("utf8").on("data", (part) => (text += part));
connection.on("end", () => {
  const { status = 0, stdout = "", stderr = "", then } = JSON.parse(text);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  if (then === undefined) process.exitCode = status;
  else process.exitCode = spawnSync(process.execPath, then, { stdio: "inherit" }).status ?? 1;
});
