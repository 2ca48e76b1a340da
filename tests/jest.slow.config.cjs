/** @type {import("jest").Config} */
module.exports = {
  ...require("../jest.config.cjs"),
  rootDir: "..",
  // and the cluster that releases are played on
  testMatch: ["<rootDir>/tests/**/*.slow.test.ts", "<rootDir>/tests/{cluster,baseline}/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 120_000,
};
