/** @type {import("jest").Config} */
module.exports = {
  ...require("../../jest.config.cjs"),
  rootDir: "../..",
  // those that take long, too
  testMatch: ["<rootDir>/tests/terraform/**/*.test.ts"],
  testPathIgnorePatterns: [],
};
