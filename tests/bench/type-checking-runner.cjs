// Does what ts-node does, for machines on which it is not installed: type check, transpile, run.
//   node type-checking-runner.cjs FILE (in the folder of the tsconfig.json)
// It is a little cheaper than ts-node, which checks file by file and maps every stack trace back to TypeScript.
const { readFileSync } = require("node:fs");
const path = require("node:path");
const ts = require("typescript");

const host = ts.sys;
const { config } = ts.readConfigFile("tsconfig.json", host.readFile);
const { options, fileNames } = ts.parseJsonConfigFileContent(config, host, process.cwd());
const program = ts.createProgram(fileNames, options);
const sources = program
  .getSourceFiles()
  .filter((file) => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file));

// ts-node checks the files that it transpiles, not the declarations of packages
const diagnostics = sources.flatMap((file) => [
  ...program.getSyntacticDiagnostics(file),
  ...program.getSemanticDiagnostics(file),
]);
if (diagnostics.length > 0) {
  const format = {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: host.getCurrentDirectory,
    getNewLine: () => "\n",
  };
  process.stderr.write(ts.formatDiagnostics(diagnostics, format));
  process.exit(1);
}

const outputs = new Map();
program.emit(undefined, (name, text) => outputs.set(path.normalize(name), text));
require.extensions[".ts"] = (module, filename) => {
  const output = outputs.get(filename.replace(/\.ts$/, ".js"));
  if (output === undefined)
    throw new Error(`${filename} is not part of the program: ${readFileSync("tsconfig.json", "utf8")}`);
  module._compile(output, filename);
};
require(path.resolve(process.argv[2]));
