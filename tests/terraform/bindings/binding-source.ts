import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

/** The binding of a provider has a shape that this project does not know: a newer CDKTF may have written it. */
export class BindingNotUnderstood extends Error {
  constructor(node: ts.Node, reason: string) {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    const [text = ""] = node.getText().split("\n");
    super(`${file.fileName}:${line + 1} is not understood: ${reason}, got: ${text}`);
  }
}

/** How an attribute is read: what the getter of a binding returns. */
export type Reading =
  | { readonly kind: "value"; readonly method: string; readonly set: boolean }
  | { readonly kind: "nested"; readonly className: string; readonly set: boolean };

/** An attribute as a class of a binding has it. */
export interface BindingAttribute {
  readonly reading: Reading;
  /** Whether it can be set at all. */
  readonly settable: boolean;
  /** Whether it can be left out. */
  readonly optional: boolean;
}

/** How an argument is written to Terraform's configuration. */
export interface Writing {
  readonly isBlock: boolean;
  readonly nesting: string;
  /** `string`, `stringList`, or the name of a struct with `List` behind it. */
  readonly storageClass: string;
}

const bases = ["TerraformResource", "TerraformDataSource", "TerraformProvider"];

/** The compiled code of one resource, data source or provider of a `@cdktf/provider-…` package. */
export class BindingSource {
  private readonly classes = new Map<string, ts.ClassDeclaration>();
  private readonly functions = new Map<string, ts.FunctionDeclaration>();
  /** The class of the resource, and its base. */
  readonly main: ts.ClassDeclaration;
  readonly base: string;
  /** The type in Terraform: `aws_vpc`. */
  readonly terraformType: string;

  constructor(folder: string) {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
    const sources = files.map((file) =>
      ts.createSourceFile(join(folder, file), readFileSync(join(folder, file), "utf8"), ts.ScriptTarget.ES2022, true),
    );
    for (const statement of sources.flatMap((source) => [...source.statements])) {
      if (ts.isClassDeclaration(statement) && statement.name) this.classes.set(statement.name.text, statement);
      if (ts.isFunctionDeclaration(statement) && statement.name) this.functions.set(statement.name.text, statement);
    }
    const [main, ...others] = [...this.classes.values()].filter((declaration) => bases.includes(baseOf(declaration)));
    if (main === undefined || others.length > 0)
      throw new BindingNotUnderstood(others[0] ?? sources[0]!, "one resource is expected");
    this.main = main;
    this.base = baseOf(main);
    this.terraformType = terraformType(main);
  }

  /** The classes of computed and settable blocks. */
  classNamed(name: string): ts.ClassDeclaration | undefined {
    return this.classes.get(name);
  }

  /** The attributes of a class, by their names in Terraform. */
  attributes(declaration: ts.ClassDeclaration): Map<string, BindingAttribute> {
    const nested = nestedAttributes(declaration);
    const methods = new Set(
      declaration.members.map((member) => `${ts.SyntaxKind[member.kind]} ${member.name?.getText() ?? ""}`),
    );
    const found = new Map<string, BindingAttribute>();
    for (const member of declaration.members) {
      if (!ts.isGetAccessor(member)) continue;
      const property = member.name.getText();
      if (property === "internalValue" || isInput(property, methods)) continue;
      const { name, reading } = readingOf(member, nested);
      const settable =
        methods.has(`SetAccessor ${property}`) || methods.has(`MethodDeclaration put${upperFirst(property)}`);
      const optional = methods.has(`MethodDeclaration reset${upperFirst(property)}`);
      found.set(name, { reading, settable, optional });
    }
    return found;
  }

  /** What a resource writes into Terraform's configuration. */
  writings(declaration: ts.ClassDeclaration): Map<string, Writing> {
    const method = declaration.members.find((member) => member.name?.getText() === "synthesizeHclAttributes");
    return method === undefined ? new Map<string, Writing>() : writingsIn(method);
  }

  /** What a block writes, by the name of its struct; nothing when it is computed only. */
  writingsOfStruct(struct: string): Map<string, Writing> {
    const name = `${struct.charAt(0).toLowerCase()}${struct.slice(1)}ToHclTerraform`;
    const declaration = this.functions.get(name);
    return declaration === undefined ? new Map<string, Writing>() : writingsIn(declaration);
  }
}

const baseOf = (declaration: ts.ClassDeclaration): string =>
  declaration.heritageClauses?.[0]?.types[0]?.expression.getText().replace("cdktf.", "") ?? "";

const upperFirst = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** `nameInput` is what was set for `name`; an attribute may end so by itself. */
const isInput = (property: string, methods: ReadonlySet<string>): boolean =>
  property.endsWith("Input") && methods.has(`GetAccessor ${property.slice(0, -"Input".length)}`);

/** `terraformResourceType: 'aws_vpc'` in the constructor. */
function terraformType(declaration: ts.ClassDeclaration): string {
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === "terraformResourceType" &&
      ts.isStringLiteral(node.initializer)
    )
      found = node.initializer.text;
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  if (found === undefined) throw new BindingNotUnderstood(declaration, "a type of Terraform is expected");
  return found;
}

/** `this._nodePool = new KubernetesClusterNodePoolOutputReference(this, "node_pool")`, by the field. */
function nestedAttributes(declaration: ts.ClassDeclaration): Map<string, { name: string; reading: Reading }> {
  const found = new Map<string, { name: string; reading: Reading }>();
  const add = (field: string, created: ts.NewExpression): void => {
    const [, name, set] = created.arguments ?? [];
    if (name === undefined || !ts.isStringLiteral(name)) throw new BindingNotUnderstood(created, "a name is expected");
    found.set(field, {
      name: name.text,
      reading: {
        kind: "nested",
        className: created.expression.getText().replace(/^.*\./, ""),
        set: set?.kind === ts.SyntaxKind.TrueKeyword,
      },
    });
  };
  const visit = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      ts.isPropertyAccessExpression(node.left) &&
      ts.isNewExpression(node.right) &&
      node.right.arguments?.[0]?.kind === ts.SyntaxKind.ThisKeyword
    )
      add(node.left.name.text, node.right);
    ts.forEachChild(node, visit);
  };
  for (const member of declaration.members) if (ts.isConstructorDeclaration(member)) visit(member);
  return found;
}

function readingOf(
  getter: ts.GetAccessorDeclaration,
  nested: ReadonlyMap<string, { name: string; reading: Reading }>,
): { name: string; reading: Reading } {
  const statement = getter.body?.statements[0];
  const returned = statement !== undefined && ts.isReturnStatement(statement) ? statement.expression : undefined;
  if (returned !== undefined && ts.isPropertyAccessExpression(returned)) {
    const found = nested.get(returned.name.text);
    if (found !== undefined) return found;
  }
  // cdktf.Token.asNumberList(cdktf.Fn.tolist(this.getNumberListAttribute("ports"))): a set is made a list to be indexed
  let call = returned;
  let set = false;
  while (call !== undefined && ts.isCallExpression(call)) {
    const [argument] = call.arguments;
    const called = call.expression;
    if (ts.isPropertyAccessExpression(called) && called.expression.kind === ts.SyntaxKind.ThisKeyword) {
      if (argument !== undefined && ts.isStringLiteral(argument))
        return { name: argument.text, reading: { kind: "value", method: called.name.text, set } };
      break;
    }
    set ||= called.getText() === "cdktf.Fn.tolist";
    call = argument;
  }
  throw new BindingNotUnderstood(getter, "a getter of a value or of a block is expected");
}

/** The object `attrs`, whose entries are what is written. */
function writingsIn(declaration: ts.Node): Map<string, Writing> {
  const found = new Map<string, Writing>();
  const text = (value: ts.Expression): string => (ts.isStringLiteral(value) ? value.text : value.getText());
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === "attrs" && node.initializer) {
      if (!ts.isObjectLiteralExpression(node.initializer))
        throw new BindingNotUnderstood(node, "an object is expected");
      for (const entry of node.initializer.properties) {
        if (!ts.isPropertyAssignment(entry) || !ts.isObjectLiteralExpression(entry.initializer))
          throw new BindingNotUnderstood(entry, "the description of an argument is expected");
        const description = Object.fromEntries(
          entry.initializer.properties
            .filter(ts.isPropertyAssignment)
            .map((property) => [property.name.getText(), text(property.initializer)]),
        );
        const { isBlock, type, storageClassType } = description;
        if (isBlock === undefined || type === undefined || storageClassType === undefined)
          throw new BindingNotUnderstood(entry, "isBlock, type and storageClassType are expected");
        found.set(text(entry.name as ts.Expression), {
          isBlock: isBlock === "true",
          nesting: type,
          storageClass: storageClassType,
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return found;
}
