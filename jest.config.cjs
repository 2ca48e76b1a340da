/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  // minutes, or tools that are not in package.json: npm run test:apply, test:terraform, test:image, scan
  testPathIgnorePatterns: [
    "<rootDir>/tests/(apply|emulators|scan)/",
    "<rootDir>/tests/terraform/(administrators|cdktf|customer-key|guarded-plans|maximal-lifecycle|mutations|production-lifecycle|real-providers|replacements|plan-offline/command)\\.test\\.ts$",
    "<rootDir>/tests/addressbook/image/image\\.test\\.ts$",
    "/node_modules/",
  ],
  transform: { "\\.ts$": "<rootDir>/tests/support/esbuild-transform.cjs" },
  // a test must not depend on what another one left behind
  randomize: true,
  restoreMocks: true,
  // of two processors jest would use one; a third of the time is waited for Terraform and other programs
  maxWorkers: "100%",
};
