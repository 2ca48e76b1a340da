import jest from "eslint-plugin-jest";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const clouds = ["constructs/aws", "constructs/google", "constructs/digitalocean"];

/** Which way imports may go: what each folder knows of, and what of that it does not. See docs/architecture.md. */
const folderRules = {
  // the version of the service stands in its package.json
  environments: { knows: ["addressbook"] },
  constructs: {},
  programs: {},
  // a fork puts its own service there
  addressbook: {},
  stacks: { knows: ["environments", "constructs"], except: ["constructs/kubernetes"] },
  charts: { knows: ["environments", "constructs"], except: clouds },
  report: { knows: ["environments", "constructs", "stacks", "charts"] },
  release: { knows: ["environments", "constructs", "charts", "programs"], except: clouds },
  pipelines: { knows: ["environments"] },
  plan: { knows: ["environments"] },
  teardown: { knows: ["environments", "programs"] },
};

/** What is not to be imported from a folder. */
const forbidden = Object.fromEntries(
  Object.entries(folderRules).map(([folder, { knows = [], except = [] }]) => {
    const others = [...Object.keys(folderRules), "tests"].filter((name) => name !== folder && !knows.includes(name));
    return [folder, [...others, ...except]];
  }),
);

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
