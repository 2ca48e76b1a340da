/** @type {import("jest").Config} */
module.exports = {
  ...require("../../jest.config.cjs"),
  rootDir: "../..",
  testMatch: ["<rootDir>/tests/{e2e,baseline}/**/*.test.ts"],
  // and what a release costs on the test cluster, which takes too long for every day
  testPathIgnorePatterns: [],
  // each release begins where the one before it has ended
  randomize: false,
  // one cluster
  maxWorkers: 1,
  // pods start, drain and end
  testTimeout: 5 * 60 * 1000,
};
