import { answer } from "./fake-programs";

// node … FILE PROGRAM [ARGUMENT ...]
const [, , file = "", program = "", ...args] = process.argv;

const { status, stdout, stderr } = answer(file, program, args, process.env["KUBECONFIG"]);
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = status ?? 1;
