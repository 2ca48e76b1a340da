// Strips the types of TypeScript for jest. Types are checked by `npm run typecheck`.
const { transformSync } = require("esbuild");

module.exports = {
  process(source, filename) {
    const { code, map } = transformSync(source, {
      loader: "ts",
      format: "cjs",
      target: "node20",
      sourcefile: filename,
      sourcemap: "external",
      // jest replaces `require`, not `import()`
      supported: { "dynamic-import": false },
    });
    return { code, map };
  },
};
