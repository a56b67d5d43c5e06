import type { Alias } from './config.ts';
import { stableText } from './shape.ts';

type Section = { readonly name: string; readonly lines: readonly string[] };

/**
 * aliases.txt against the aliases: a heading for each (a line that begins with # and names the alias as one of its
 * words), below it one `entry description` a line, as the importer takes them when a section is pasted. Other lines
 * with # and blank lines stand only above the first heading or between sections.
 */
export function checkAliasText(text: string, aliases: readonly Alias[]): string[] {
  const sections = readSections(text, aliases);
  const names = sections.map((section) => section.name);
  const want = aliases.map((alias) => alias.name);
  if (names.join(' ') !== want.join(' '))
    return [`aliases.txt has the sections "${names.join(' ')}", not "${want.join(' ')}"`];
  return [
    ...checkCharacters(text),
    ...aliases.flatMap((alias, index) => checkSection(alias, sections[index]?.lines ?? [])),
  ];
}

function readSections(text: string, aliases: readonly Alias[]): Section[] {
  const known = new Set(aliases.map((alias) => alias.name));
  const sections: { name: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const name = line.startsWith('#') ? headingOf(line, known) : undefined;
    if (name !== undefined) sections.push({ name, lines: [] });
    else if (line !== '' && (!line.startsWith('#') || sections.length > 0))
      (sections.at(-1) ?? add(sections)).lines.push(line);
  }
  return sections;
}

/** Lines above the first heading belong to nothing: they make a section without a name, which no alias has. */
function add(sections: { name: string; lines: string[] }[]): { lines: string[] } {
  const section = { name: '(none)', lines: [] };
  sections.push(section);
  return section;
}

function headingOf(line: string, known: ReadonlySet<string>): string | undefined {
  const named = line.split(/[^A-Za-z0-9_]+/).filter((word) => known.has(word));
  return named.length === 1 ? named[0] : undefined;
}

function checkCharacters(text: string): string[] {
  const at = text.split('\n').findIndex((line) => !/^[ -~]*$/.test(line));
  return [
    ...(at < 0 ? [] : [`line ${at + 1} of aliases.txt holds something other than printable ASCII`]),
    ...(/[^\n]\n$/.test(text) ? [] : ['aliases.txt does not end in one newline']),
    ...(text.includes('portolan generate')
      ? []
      : ['the header of aliases.txt does not name the command "portolan generate"']),
  ];
}

function checkSection(alias: Alias, lines: readonly string[]): string[] {
  const want = alias.entries.map((entry, index) => `${entry} ${alias.details[index] ?? ''}`);
  const missing = want.filter((line) => !lines.includes(line));
  const foreign = lines.filter((line) => !want.includes(line));
  const where = `in aliases.txt, under "${alias.name}",`;
  return [
    ...missing.map((line) => `${where} the line "${line}" is missing`),
    ...foreign.map((line) => `${where} the line "${line}" is not of the alias`),
    ...(missing.length + foreign.length === 0 && lines.join('\n') !== want.join('\n')
      ? [`${where} the lines are not in the order of the alias, once each`]
      : []),
    ...lines
      .filter((line) => !stableText.test(line))
      .map((line) => `${where} "${line}" has odd characters`),
  ];
}
