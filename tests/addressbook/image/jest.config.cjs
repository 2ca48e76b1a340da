/** @type {import("jest").Config} */
module.exports = {
  ...require("../../../jest.config.cjs"),
  rootDir: "../../..",
  testMatch: ["<rootDir>/tests/addressbook/image/image.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
