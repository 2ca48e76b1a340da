/** @type {import("jest").Config} */
module.exports = {
  ...require("../../jest.config.cjs"),
  rootDir: "../..",
  testMatch: ["<rootDir>/tests/scan/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
