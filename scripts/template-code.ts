import Handlebars from 'handlebars';
import { isBlock, isContent, isMustache, isPath } from './template-types.ts';

/**
 * A template as the code of a function from its view to its text. It needs no runtime of Handlebars, which a start would
 * load and through which each value and each item would pass. Only for what `templateType` accepts.
 */
export function templateCode(text: string): string {
  const lines = programCode(Handlebars.parse(text), 'view');
  return ['(view) => {', 'let text = "";', ...lines, 'return text;', '}'].join('\n');
}

/** What the code of a template calls. */
export const templateHelpers = `/** A text to print: the types of views prove that none is missing. */
function printed(value) {
  if (typeof value !== 'string') throw new TypeError('a template prints a value that is not a text');
  return value;
}

/** Neither false nor empty. */
function isSet(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
`;

function programCode({ body }: hbs.AST.Program, context: string): string[] {
  return body.flatMap((statement) => statementCode(statement, context));
}

function statementCode(statement: hbs.AST.Statement, context: string): string[] {
  if (isContent(statement)) return [`text += ${JSON.stringify(statement.value)};`];
  if (isMustache(statement)) return [`text += printed(${valueCode(statement.path, context)});`];
  if (isBlock(statement)) return blockCode(statement, context);
  throw new Error(`no code for a ${statement.type}`);
}

function blockCode(block: hbs.AST.BlockStatement, context: string): string[] {
  const { path, params, program } = block;
  // The syntax tree has none where the block has no else.
  const otherwise: hbs.AST.Program | undefined = block.inverse;
  const value = params.map((param) => valueCode(param, context)).join();
  const helper = isPath(path) ? path.original : '';
  if (helper !== 'if' && helper !== 'each') throw new Error(`no code for the block "${helper}"`);
  const inner =
    helper === 'if' ? programCode(program, context) : loopCode(program, value, `${context}_`);
  // A loop over nothing prints nothing, and one over a list that a view has not fails.
  if (otherwise === undefined && helper === 'each') return inner;
  const rest = otherwise === undefined ? [] : ['} else {', ...programCode(otherwise, context)];
  return [`if (isSet(${value})) {`, ...inner, ...rest, '}'];
}

function loopCode(program: hbs.AST.Program, list: string, item: string): string[] {
  return [`for (const ${item} of ${list}) {`, ...programCode(program, item), '}'];
}

function valueCode(expression: hbs.AST.Expression, context: string): string {
  if (!isPath(expression) || expression.data || expression.depth > 0)
    throw new Error(`no code for a ${expression.type} that leaves its context`);
  return [context, ...expression.parts.map((part) => `[${JSON.stringify(part)}]`)].join('');
}
