/** @type {import("jest").Config} */
module.exports = {
  ...require("../../jest.config.cjs"),
  rootDir: "../..",
  testMatch: ["<rootDir>/tests/{database,addressbook/bootstrap}/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
