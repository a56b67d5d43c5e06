import type { Cursor } from '../../kit/reading/cursor.ts';
import { text } from './text.ts';

/** The entries of one alias as aliases.txt lists them. */
export type Section = {
  readonly name: string;
  readonly type: string;
  readonly rows: readonly {
    readonly entry: string;
    readonly detail: string;
    readonly line: number;
  }[];
  /** The line number, from 1, of the heading. */
  readonly line: number;
};

/** What aliases.txt says. */
export type Sections = { readonly spec: string; readonly sections: readonly Section[] };

/** Reads aliases.txt; throws a NotCanonicalError at the first line that is not what the tool writes. */
export function readSections(cursor: Cursor): Sections {
  const spec = cursor.take(
    /^# ([a-z][a-z0-9-]{0,39}): the entries of the aliases in config\.xml\. Made by "portolan generate"; a change here is lost\.$/,
    'the header with the name of the spec',
  );
  cursor.takeExactly(
    '# Below each heading stand the entries of one alias, "entry description" on a line, as the importer takes them.',
    '# The importer (Firewall, Aliases, Import) makes one new alias at a time: give it the name, paste the lines below it.',
    '# It refuses a line that begins with "#", so the lists of two aliases are never taken for one.',
  );
  const sections: Section[] = [];
  while (cursor.takeIf('')) sections.push(takeSection(cursor));
  cursor.end();
  return { spec, sections };
}

function takeSection(cursor: Cursor): Section {
  const heading = cursor.take(
    /^# ([A-Za-z0-9_]+ \((?:host|network)\))$/,
    'the heading of an alias',
  );
  const [, name = '', type = ''] = /^(\S+) \((.*)\)$/.exec(heading) ?? [];
  const line = cursor.line;
  const rows: Section['rows'][number][] = [];
  while (cursor.peek() !== undefined && cursor.peek() !== '') rows.push(takeRow(cursor));
  return { name, type, rows, line };
}

function takeRow(cursor: Cursor): Section['rows'][number] {
  const row = cursor.take(
    new RegExp(`^([a-z0-9:_][a-z0-9_.:/-]* ${text})$`),
    'an entry and what it is for',
  );
  const space = row.indexOf(' ');
  return { entry: row.slice(0, space), detail: row.slice(space + 1), line: cursor.line };
}
