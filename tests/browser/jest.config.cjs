/** @type {import("jest").Config} */
module.exports = {
  ...require("../../jest.config.cjs"),
  rootDir: "../..",
  testMatch: ["<rootDir>/tests/browser/**/*.test.ts"],
  testPathIgnorePatterns: [],
  globalSetup: "<rootDir>/tests/browser/browser/find-once.ts",
  // how smooth a page is, is measured: nothing else may run beside it
  maxWorkers: 1,
  testTimeout: 60_000,
};
