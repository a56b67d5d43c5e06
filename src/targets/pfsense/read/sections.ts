import { Lines } from '../../kit/reading/cursor.ts';
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
  /** The line of its heading. */
  readonly line: number;
};

/** What aliases.txt says. */
export type Sections = { readonly spec: string; readonly sections: readonly Section[] };

/** Reads aliases.txt; throws a Deviation at the first line that is not what the tool writes. */
export function readSections(file: string, content: string): Sections {
  const lines = new Lines(file, content, 'spaces');
  const spec = lines.take(
    /^# ([a-z][a-z0-9-]{0,39}): the entries of the aliases in config\.xml\. Made by "portolan generate"; a change here is lost\.$/,
    'the header with the name of the spec',
  );
  lines.takeExactly(
    '# Below each heading stand the entries of one alias, "entry description" on a line, as the importer takes them.',
    '# The importer (Firewall, Aliases, Import) makes one new alias at a time: give it the name, paste the lines below it.',
    '# It refuses a line that begins with "#", so the lists of two aliases are never taken for one.',
  );
  const sections: Section[] = [];
  while (lines.takeIf('')) sections.push(takeSection(lines));
  lines.end();
  return { spec, sections };
}

function takeSection(lines: Lines): Section {
  const heading = lines.take(/^# ([A-Za-z0-9_]+ \((?:host|network)\))$/, 'the heading of an alias');
  const [, name = '', type = ''] = /^(\S+) \((.*)\)$/.exec(heading) ?? [];
  const line = lines.number;
  const rows: Section['rows'][number][] = [];
  while (lines.peek() !== undefined && lines.peek() !== '') rows.push(takeRow(lines));
  return { name, type, rows, line };
}

function takeRow(lines: Lines): Section['rows'][number] {
  const row = lines.take(
    new RegExp(`^([a-z0-9:_][a-z0-9_.:/-]* ${text})$`),
    'an entry and what it is for',
  );
  const space = row.indexOf(' ');
  return { entry: row.slice(0, space), detail: row.slice(space + 1), line: lines.number };
}
