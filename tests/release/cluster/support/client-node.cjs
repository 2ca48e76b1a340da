const bundledModule = require("../../../support/bundled-module.cjs");

// the rest of it is large, and nobody uses it
module.exports = bundledModule("@kubernetes/client-node", 'export { KubeConfig } from "@kubernetes/client-node";');
