import Handlebars from 'handlebars';

/**
 * The place of each leaf of a template, by the leaf's name. Leaves with the same name in different places are listed by
 * the end of their path (`names.value`). A leaf with several places accepts text of any of them.
 */
export type Places = Readonly<Record<string, string | readonly string[]>>;

/** What a template requires of one value of its view. */
type Shape = {
  printed: boolean;
  tested: boolean;
  items: Shape | undefined;
  readonly fields: Map<string, Shape>;
};

/**
 * The TypeScript type of the view that a template prints, read from its syntax tree. `{{{x}}}` is text encoded for the
 * leaf's place, `{{#each x}}` a list, `{{#if x}}` a boolean or a list. With it, the compiler checks every path of the
 * template against the target's view. The strict mode of Handlebars does not check `{{#each}}`.
 * Throws for anything else in a template, because decisions belong to the view. Also throws for a leaf without a place
 * and for a place without a leaf.
 */
export function templateType(name: string, text: string, places: Places): string {
  const root = emptyShape();
  visitProgram(Handlebars.parse(text), root, name);
  const unused = new Set(Object.keys(places));
  const type = printShape(root, { name, places, unused }, []);
  const [first] = unused;
  if (first !== undefined)
    throw new Error(`templates/${name}.hbs has no leaf "${first}", which places.json lists`);
  return type;
}

/** The template that is printed: its name, the places of its leaves, and the places that no leaf has used yet. */
type Printing = {
  readonly name: string;
  readonly places: Places;
  readonly unused: Set<string>;
};

function emptyShape(): Shape {
  return { printed: false, tested: false, items: undefined, fields: new Map() };
}

function visitProgram(program: hbs.AST.Program, context: Shape, name: string): void {
  for (const statement of program.body) visitStatement(statement, context, name);
}

function visitStatement(statement: hbs.AST.Statement, context: Shape, name: string): void {
  if (isContent(statement)) return;
  if (isMustache(statement)) visitMustache(statement, context, name);
  else if (isBlock(statement)) visitBlock(statement, context, name);
  else
    throw refuse(
      name,
      statement,
      `contains a ${statement.type}; only {{{x}}}, {{#each}} and {{#if}} are supported`,
    );
}

function visitMustache(statement: hbs.AST.MustacheStatement, context: Shape, name: string): void {
  if (statement.escaped) throw refuse(name, statement, 'prints with {{x}}; write {{{x}}}');
  if (statement.params.length > 0 || statement.hash !== undefined)
    throw refuse(name, statement, 'calls a helper; compute the value in the view');
  shapeAt(statement.path, context, name).printed = true;
}

function visitBlock(statement: hbs.AST.BlockStatement, context: Shape, name: string): void {
  const [param, ...more] = statement.params;
  const helper =
    statement.path.type === 'PathExpression'
      ? (statement.path as hbs.AST.PathExpression).original
      : '';
  if (param === undefined || more.length > 0 || (helper !== 'each' && helper !== 'if')) {
    throw refuse(
      name,
      statement,
      `uses the block "${helper}"; only {{#each x}} and {{#if x}} are supported`,
    );
  }
  const shape = shapeAt(param, context, name);
  if (helper === 'if') shape.tested = true;
  else shape.items ??= emptyShape();
  visitProgram(
    statement.program,
    helper === 'each' && shape.items !== undefined ? shape.items : context,
    name,
  );
  const otherwise = statement.inverse as hbs.AST.Program | undefined;
  if (otherwise !== undefined) visitProgram(otherwise, context, name);
}

function shapeAt(expression: hbs.AST.Expression, context: Shape, name: string): Shape {
  if (expression.type !== 'PathExpression')
    throw refuse(name, expression, 'prints a literal; only paths are supported');
  const path = expression as hbs.AST.PathExpression;
  if (path.data || path.depth > 0)
    throw refuse(
      name,
      expression,
      `leaves its context with "${path.original}"; only paths within it are supported`,
    );
  return path.parts.reduce((shape, part) => {
    const field = shape.fields.get(part) ?? emptyShape();
    shape.fields.set(part, field);
    return field;
  }, context);
}

function printShape(shape: Shape, printing: Printing, path: readonly string[]): string {
  if (shape.items !== undefined) return `readonly ${printShape(shape.items, printing, path)}[]`;
  if (shape.fields.size === 0 && shape.printed) return leafType(printing, path);
  if (shape.fields.size === 0) return shape.tested ? 'boolean' : '{}';
  if (shape.printed)
    throw new Error(`templates/${printing.name}.hbs prints an object; print one of its fields`);
  const fields = [...shape.fields].map(
    ([field, inner]) =>
      `readonly ${JSON.stringify(field)}: ${printShape(inner, printing, [...path, field])}`,
  );
  return `{ ${fields.join('; ')} }`;
}

/** Places have the target's name as prefix, so that no target's text fits into another's file. */
function leafType({ name, places, unused }: Printing, path: readonly string[]): string {
  const endings = path.map((_part, index) => path.slice(index).join('.'));
  const key = endings.find((ending) => Object.hasOwn(places, ending));
  const place = key === undefined ? undefined : places[key];
  if (key === undefined || place === undefined)
    throw new Error(
      `templates/${name}.hbs: the leaf "${path.join('.')}" has no place; add it to places.json`,
    );
  unused.delete(key);
  const [target = ''] = name.split('/');
  return `Encoded<${[place]
    .flat()
    .map((each) => JSON.stringify(`${target}-${each}`))
    .join(' | ')}>`;
}

function isContent(statement: hbs.AST.Statement): statement is hbs.AST.ContentStatement {
  return statement.type === 'ContentStatement';
}

function isMustache(statement: hbs.AST.Statement): statement is hbs.AST.MustacheStatement {
  return statement.type === 'MustacheStatement';
}

function isBlock(statement: hbs.AST.Statement): statement is hbs.AST.BlockStatement {
  return statement.type === 'BlockStatement';
}

function refuse(name: string, node: hbs.AST.Node, what: string): Error {
  return new Error(`templates/${name}.hbs:${node.loc.start.line} ${what}`);
}
