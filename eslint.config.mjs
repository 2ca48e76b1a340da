import jest from "eslint-plugin-jest";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Which way imports may go; the picture is in docs/architecture.md. */
const forbidden = {
  environments: ["constructs", "stacks", "charts", "pipelines", "plan", "release", "report", "teardown", "tests"],
  constructs: ["environments", "stacks", "charts", "pipelines", "plan", "release", "report", "teardown", "tests"],
  stacks: ["charts", "pipelines", "plan", "release", "report", "teardown", "tests", "constructs/kubernetes"],
  charts: [
    "stacks",
    "pipelines",
    "plan",
    "release",
    "report",
    "teardown",
    "tests",
    "constructs/aws",
    "constructs/google",
    "constructs/digitalocean",
  ],
  plan: ["constructs", "stacks", "charts", "pipelines", "release", "report", "teardown", "tests"],
  release: [
    "addressbook",
    "stacks",
    "pipelines",
    "plan",
    "report",
    "teardown",
    "tests",
    "constructs/aws",
    "constructs/google",
    "constructs/digitalocean",
  ],
  pipelines: ["constructs", "charts", "plan", "release", "report", "teardown", "tests"],
  report: ["pipelines", "plan", "release", "teardown", "tests"],
  teardown: ["charts", "pipelines", "plan", "release", "report", "tests"],
  // a fork puts its own service there
  addressbook: [
    "environments",
    "constructs",
    "stacks",
    "charts",
    "pipelines",
    "plan",
    "release",
    "report",
    "teardown",
    "tests",
  ],
};

/** Clouds do not know of each other, and Kubernetes does not know where it runs. */
const rooms = ["aws", "google", "digitalocean", "kubernetes"];

const rootImports = {
  regex: "^(@cdktf/provider-\\w+|cdk8s-plus-33)$",
  message: "import the one file that is needed (@cdktf/provider-aws/lib/eks-cluster): the root costs hundreds of MB",
};

const noTerraform = { regex: "^(cdktf|@cdktf/.*)$", message: "manifests and releases must not depend on Terraform" };

/** Imports of these folders of the project, from a file that is `depth` folders deep. */
const folders = (names, depth) => ({
  regex: `^${"(\\.\\./)".repeat(depth)}(${names.join("|")})(/|$)`,
  message: "this import goes against the direction in docs/architecture.md",
});

const restrict = (...patterns) => ({ "no-restricted-imports": ["error", { patterns: [rootImports, ...patterns] }] });

export default defineConfig(
  globalIgnores(["cdktf.out/", "**/dist/", "node_modules/", "tests/golden/", "coverage/"]),
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...restrict(),
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      // constructs do their work in the constructor
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.name='Error']",
          message: "throw ValidationError (the user's input) or AssumptionError (our defect)",
        },
      ],
    },
  },
  ...Object.entries(forbidden).flatMap(([folder, names]) =>
    [1, 2, 3].map((depth) => ({
      files: [`${folder}/${"*/".repeat(depth - 1)}*.{ts,tsx}`],
      rules: restrict(folders(names, depth), ...(["charts", "release"].includes(folder) ? [noTerraform] : [])),
    })),
  ),
  ...rooms.map((room) => ({
    files: [`constructs/${room}/*.ts`],
    rules: restrict(
      folders(forbidden.constructs, 2),
      folders(
        rooms.filter((other) => other !== room),
        1,
      ),
      ...(room === "kubernetes" ? [noTerraform] : []),
    ),
  })),
  {
    files: ["tests/**/*.ts"],
    extends: [jest.configs["flat/recommended"]],
    rules: {
      ...restrict(),
      "no-restricted-syntax": "off",
      "jest/no-large-snapshots": "error",
      "jest/valid-title": "off",
      "jest/expect-expect": ["error", { assertFunctionNames: ["expect", "expect*"] }],
      // what JSON.parse returns is looked into all over the tests
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
