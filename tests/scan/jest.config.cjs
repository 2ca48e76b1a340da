/** @type {import("jest").Config} */
module.exports = {
  ...require("../../jest.config.cjs"),
  rootDir: "../..",
  testMatch: ["<rootDir>/tests/scan/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  // two at once would install Checkov over each other
  maxWorkers: 1,
};
