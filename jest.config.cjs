const { availableParallelism } = require("node:os");

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  // minutes, or tools that are not in package.json: npm run test:apply, test:terraform, test:image, scan
  testPathIgnorePatterns: [
    "<rootDir>/tests/(apply|emulators|scan)/",
    "<rootDir>/tests/terraform/(administrators|cdktf|customer-key|guarded-plans|kubernetes-version|maximal-lifecycle|mutations|production-lifecycle|real-providers|replacements|rules|state|plan-offline/command)\\.test\\.ts$",
    "<rootDir>/tests/addressbook/image/image\\.test\\.ts$",
    "/node_modules/",
  ],
  transform: { "\\.ts$": "<rootDir>/tests/support/esbuild-transform.cjs" },
  // a test must not depend on what another one left behind
  randomize: true,
  restoreMocks: true,
  // of two processors jest would use one; a good part of the time is waited for other programs
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
};
