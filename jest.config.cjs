const { availableParallelism } = require("node:os");

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  // minutes, or what is not in package.json: npm run test:apply, test:postgres, test:terraform, test:slow, test:browser, test:image, scan
  testPathIgnorePatterns: [
    "<rootDir>/tests/(apply|baseline|browser|cluster|database|e2e|emulators|scan)/",
    "\\.slow\\.test\\.ts$",
    "<rootDir>/tests/terraform/(administrators|cdktf|customer-key|guarded-plans|kubernetes-version|lifecycle|maximal-lifecycle|mutations|production-lifecycle|real-providers|replacements|rules|state|plan-offline/command)\\.test\\.ts$",
    "<rootDir>/tests/addressbook/(bootstrap/|image/image\\.test\\.ts$)",
    "/node_modules/",
  ],
  transform: { "\\.ts$": "<rootDir>/tests/support/esbuild-transform.cjs" },
  // they are made of modules that jest cannot load
  moduleNameMapper: {
    "^@kubernetes/client-node$": "<rootDir>/tests/release/cluster/support/client-node.cjs",
    "^@actions/(expressions|workflow-parser)$": "<rootDir>/tests/pipelines/support/$1.cjs",
  },
  // a test must not depend on what another one left behind
  randomize: true,
  restoreMocks: true,
  // most tests take milliseconds, but the machine may be busy with others
  testTimeout: 20_000,
  // of two processors jest would use one; a good part of the time is waited for other programs
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
};
