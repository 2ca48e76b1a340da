/** @type {import("jest").Config} */
module.exports = {
  ...require("../../jest.config.cjs"),
  rootDir: "../..",
  // and what they apply to
  testMatch: ["<rootDir>/tests/{apply,emulators}/**/*.test.ts"],
  testPathIgnorePatterns: [],
  // each has a Terraform, a provider and a cloud of its own: three of them on two processors run into limits of time
  maxWorkers: 2,
  // providers wait for a minute or more where a cloud is slow, also when it is not
  testTimeout: 20 * 60 * 1000,
};
