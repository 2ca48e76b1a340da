module.exports = require("../../support/bundled-module.cjs")("@actions/expressions");
