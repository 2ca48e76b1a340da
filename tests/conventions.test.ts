import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

/** What a reader of the constructs can rely on, and no compiler or linter checks. */
const files = readdirSync("constructs", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();

const sources = files.map((file) =>
  ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true),
);

const exported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

const documentation = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((comment) => comment.getText())
    .join("\n");

/** Every interface `XProps`, with the file that it is in. */
const props = sources.flatMap((source) =>
  source.statements
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => name.text.endsWith("Props"))
    .map((declaration) => ({ declaration, place: `${source.fileName} ${declaration.name.text}` })),
);

const members = props.flatMap(({ declaration, place }) =>
  declaration.members
    .filter(ts.isPropertySignature)
    .map((member) => ({ member, place: `${place}.${member.name.getText()}` })),
);

describe("The constructs", () => {
  test("are found, with their props", () => {
    expect(files.length).toBeGreaterThan(25);
    expect(props.length).toBeGreaterThan(15);
    expect(members.length).toBeGreaterThan(100);
  });

  test("take props that nobody changes", () => {
    const changeable = members.filter(
      ({ member }) => !(ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword),
    );
    expect(changeable.map(({ place }) => place)).toEqual([]);
  });

  test("say what an optional prop is when it is left out", () => {
    const silent = members.filter(
      ({ member }) => member.questionToken !== undefined && !/@default \S/.test(documentation(member)),
    );
    expect(silent.map(({ place }) => place)).toEqual([]);
  });

  test("say what every exported class and interface is; props are explained by their class", () => {
    const silent = sources.flatMap((source) =>
      source.statements
        .filter((statement) => ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement))
        .filter((statement) => exported(statement) && !(statement.name?.text ?? "").endsWith("Props"))
        .filter((statement) => documentation(statement) === "")
        .map((statement) => `${source.fileName} ${statement.name?.text ?? ""}`),
    );
    expect(silent).toEqual([]);
  });

  test("are made from a scope, an id and props, in this order", () => {
    const others = sources.flatMap((source) =>
      source.statements
        .filter(ts.isClassDeclaration)
        .filter(({ heritageClauses }) =>
          heritageClauses?.some((clause) => /extends Construct\b/.test(clause.getText())),
        )
        .flatMap((declaration) =>
          declaration.members.filter(ts.isConstructorDeclaration).map(({ parameters }) => ({
            place: `${source.fileName} ${declaration.name?.text ?? ""}`,
            names: parameters.slice(0, 2).map(({ name }) => name.getText()),
          })),
        )
        .filter(({ names }) => names.join() !== "scope,id"),
    );
    expect(others).toEqual([]);
  });

  test("import single files of the providers, because their roots cost hundreds of MB", () => {
    const imported = sources.flatMap((source) =>
      source.statements.filter(ts.isImportDeclaration).map(({ moduleSpecifier }) => ({
        file: source.fileName,
        from: (moduleSpecifier as ts.StringLiteral).text,
      })),
    );
    const heavy = imported.filter(({ from }) => /^(@cdktf\/provider-|cdk8s-plus-)/.test(from));
    expect(heavy.filter(({ from }) => !/^[@\w/-]+\/lib\/[\w/-]+$/.test(from))).toEqual([]);
    expect(imported.some(({ from }) => from.startsWith("@cdktf/provider-aws/lib/"))).toBe(true);
  });
});

describe("The settings of an environment", () => {
  const settings = ["aws", "google", "digitalocean", "local", "common"].flatMap((name) => {
    const file = `environments/schema/${name}.ts`;
    return settingsIn(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true));
  });

  test("are found", () => {
    expect(settings.length).toBeGreaterThan(80);
  });

  test("are explained where an editor shows it", () => {
    const silent = settings.filter((setting) => documentation(setting) === "" && setting.name.getText() !== "backend");
    expect(silent.map((setting) => `${setting.getSourceFile().fileName} ${setting.name.getText()}`)).toEqual([]);
  });
});

/** Every `name: …` in the argument of `section({ … })`, or in an object that is called `…Shape`. */
function settingsIn(node: ts.Node): ts.PropertyAssignment[] {
  const nested = node.getChildren().flatMap(settingsIn);
  if (!ts.isPropertyAssignment(node) || !ts.isObjectLiteralExpression(node.parent)) return nested;
  const holder = node.parent.parent;
  const isSection = ts.isCallExpression(holder) && holder.expression.getText() === "section";
  const isShape =
    ts.isAsExpression(holder) &&
    ts.isVariableDeclaration(holder.parent) &&
    holder.parent.name.getText().endsWith("Shape");
  return isSection || isShape ? [node, ...nested] : nested;
}
