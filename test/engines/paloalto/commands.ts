import { fieldsOf, forbidden, type Kind, kindAt, type Location } from './model.ts';

type Subject = {
  readonly line: number;
  readonly location: Location;
  readonly kind: Kind;
  readonly name: string;
};
export type SetCommand = Subject & {
  readonly verb: 'set';
  readonly field: string;
  readonly values: readonly string[];
};
export type DeleteCommand = Subject & { readonly verb: 'delete'; readonly field: string };
export type MoveCommand = Subject & {
  readonly verb: 'move';
  readonly where: 'top' | 'bottom' | 'before' | 'after';
  readonly anchor: string | undefined;
};
export type Command = SetCommand | DeleteCommand | MoveCommand;

/** Why a line is none of ours. */
class Refused extends Error {}

/** The commands of rules.set, and the lines that are none. Comments are whole lines. */
export function readCommands(text: string): { commands: Command[]; problems: string[] } {
  const commands: Command[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue;
    try {
      commands.push(readCommand(line, index + 1));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      problems.push(`line ${index + 1} of rules.set ${error.message}`);
    }
  }
  return { commands, problems };
}

function readCommand(text: string, line: number): Command {
  const [verb = '', ...words] = readWords(text);
  const { location, rest } = readLocation(words);
  const found = kindAt(rest);
  if (found === undefined) throw new Refused(`is about nothing of ours: "${rest.join(' ')}"`);
  const [name, ...more] = rest.slice(found.length);
  if (name === undefined) throw new Refused('names no object');
  const { kind, rulebase } = found;
  const object = { line, location: { words: location, rulebase }, kind, name };
  if (verb === 'set') return { ...object, verb, ...readAttribute(kind, more) };
  if (verb === 'delete') return { ...object, verb, field: more.join(' ') };
  if (verb === 'move') return { ...object, verb, ...readMove(more) };
  throw new Refused(`begins with "${verb}", not set, delete or move`);
}

/** One blank between words; a word with blanks in double quotes; no quote, backslash or bracket inside a bare word. */
function readWords(text: string): string[] {
  const words: string[] = [];
  const word = /(?:"([^"\\]+)"|([^\s"\\[\]]+)|([[\]]))(?: (?! )|$)/y;
  while (word.lastIndex < text.length) {
    const match = word.exec(text);
    if (match === null) throw new Refused('is not words with one blank between them');
    const [, quoted, bare, bracket = ''] = match;
    words.push(quoted ?? bare ?? bracket);
  }
  if (text.endsWith(' ')) throw new Refused('is not words with one blank between them');
  return words;
}

function readLocation(words: readonly string[]): { location: string; rest: string[] } {
  const [first = '', second = ''] = words;
  const length = { shared: 1, vsys: 2, 'device-group': 2 }[first] ?? 0;
  const location = length === 2 ? `${first} ${second}` : words.slice(0, length).join('');
  return { location, rest: words.slice(length) };
}

function readAttribute(kind: Kind, words: string[]): { field: string; values: string[] } {
  if (words.length === 0) throw new Refused('sets no attribute');
  const known = Object.keys(fieldsOf(kind)).find((field) => startsWith(words, field));
  const bad = Object.keys(forbidden).find((field) => startsWith(words, field));
  if (known === undefined)
    throw new Refused(`sets ${(bad && forbidden[bad]) ?? `the unknown "${words.join(' ')}"`}`);
  const rest = words.slice(known.split(' ').length);
  return { field: known, values: readValues(rest, fieldsOf(kind)[known] === 'list') };
}

function startsWith(words: readonly string[], field: string): boolean {
  return words.slice(0, field.split(' ').length).join(' ') === field;
}

function readValues(words: string[], isList: boolean): string[] {
  const bracketed = words[0] === '[' && words.at(-1) === ']';
  const values = bracketed ? words.slice(1, -1) : words;
  if (values.some((word) => word === '[' || word === ']')) throw new Refused('has a stray bracket');
  if (bracketed && !isList) throw new Refused('gives a list to what is no list');
  if (values.length === 0) throw new Refused('gives no value');
  if (values.length > 1 && !bracketed) throw new Refused('sets more than one attribute');
  return values;
}

function readMove(words: readonly string[]): Pick<MoveCommand, 'where' | 'anchor'> {
  const [where, anchor, ...more] = words;
  if ((where === 'top' || where === 'bottom') && anchor === undefined) return { where, anchor };
  if ((where === 'before' || where === 'after') && anchor !== undefined && more.length === 0)
    return { where, anchor };
  throw new Refused(`moves to "${words.join(' ')}", which is no position`);
}
