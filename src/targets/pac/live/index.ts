import { failure, refuse, success } from '../../../problem.ts';
import type { Dump, LiveReading, LiveStatement, LiveTarget } from '../../device.ts';
import type { Access, Reading, TargetFiles } from '../../reading.ts';
import { read } from '../read/index.ts';

const file = 'pac/proxy.pac';

/** Reads the file that a web server serves to browsers. */
export const live: LiveTarget = {
  takes: 'the PAC file that browsers get',
  notJudged:
    'how the file is served (its type, redirects, caching), and whether browsers use it: see docs/apply.md',
  recognize({ text }) {
    const isPac = /\bfunction\s+[\w$]+\s*\(\s*url\s*,\s*host\s*\)|\bFindProxyForURL\b/.test(text);
    return isPac ? success(true) : undefined;
  },
  canBeEmpty: false,
  // The names in the file have no prefix.
  prefixesIn: () => success(undefined),
  read(dumps, texts) {
    const [dump, second] = dumps;
    if (dump === undefined || second !== undefined)
      return failure(
        refuse('live-dump', `${dumps.length} PAC files, and browsers get one`, 'pass one file'),
      );
    const wanted = read(texts);
    if (!wanted.ok) {
      const { file: name, line, message } = wanted.error;
      return failure(
        refuse('live-files', `cannot read ${name}:${line}: ${message}`, 'run "portolan generate"'),
      );
    }
    return success(readingOf(dump, wanted.value, texts));
  },
};

function readingOf(dump: Dump, wanted: Reading, texts: TargetFiles): LiveReading {
  const text = texts.get(file) ?? '';
  const lines = dump.text.split('\n');
  const served = read(new Map([[file, dump.text]]));
  const said = {
    dumps: [{ name: dump.name, kind: 'PAC file', host: null, date: null }],
    lineAt: (place) => (place.file === dump.name ? (lines[place.line - 1] ?? null) : null),
  } satisfies Pick<LiveReading, 'dumps' | 'lineAt'>;
  if (dump.text === text)
    return { ...said, access: servedAccess(dump, wanted), differences: [], notes: [] };
  const name = includedName(wanted);
  if (name !== undefined && dump.text.includes(text)) {
    const message = "the file contains the site's function, and the rest is not compared";
    const notes = [{ message, at: null, text: null }];
    return { ...said, access: wanted.access, differences: replaced(dump, text, name), notes };
  }
  const first = firstDifference(dump, text);
  if (served.ok) {
    const settings = changedSettings(dump, wanted, served.value);
    return {
      ...said,
      access: servedAccess(dump, served.value),
      differences: [first, ...settings],
      notes: [],
    };
  }
  // What such a file answers is not known, so neither added nor removed access is claimed.
  const { line, message } = served.error;
  const about = `this is not a file that Portolan writes, so what it answers is not compared: ${message}`;
  const unread = { message: about, at: { file: dump.name, line }, text: lines[line - 1] ?? null };
  return { ...said, access: wanted.access, differences: [first, unread], notes: [] };
}

/** The name of a function for a site's own PAC file. Browsers call only FindProxyForURL. */
function includedName({ settings }: Reading): string | undefined {
  const { value } = settings.find(({ name }) => name === 'functionName') ?? {};
  return value === 'FindProxyForURL' ? undefined : value;
}

/** Lines that make another function of the site's one, or a comment of it. The last definition of a name counts. */
function replaced({ name: file, text }: Dump, own: string, name: string): LiveStatement[] {
  const start = text.indexOf(own);
  const before = text.slice(0, start);
  const line = (at: number) => text.slice(0, at).split('\n').length;
  const about = (message: string, at: number): LiveStatement => ({
    message,
    at: { file, line: line(at) },
    text: text.split('\n')[line(at) - 1] ?? null,
  });
  const comment = before.lastIndexOf('/*');
  const isOpen = comment > before.lastIndexOf('*/');
  const word = name.replaceAll('$', '\\$');
  const definition = new RegExp(
    `\\bfunction\\s+${word}(?![\\w$])|(?<![\\w$])${word}\\s*(?:\\.\\s*\\w+|\\[[^\\]]*\\])?\\s*=(?!=)`,
    'g',
  );
  const others = [...text.matchAll(definition)].filter(
    ({ index }) => index < start || index >= start + own.length,
  );
  return [
    ...(isOpen ? [about("a comment begins here that contains the site's function", comment)] : []),
    ...others.map(({ index }) => about("the site's function is defined a second time", index)),
  ];
}

function servedAccess({ name }: Dump, { access }: Reading): Access[] {
  return access.map((each) => ({ ...each, at: { file: name, line: each.at.line } }));
}

/** The first line that differs from the file of the site, to the byte. */
function firstDifference({ name, text }: Dump, wanted: string): LiveStatement {
  const [here, there] = [text.split('\n'), wanted.split('\n')];
  const count = Math.max(here.length, there.length);
  const first = Array.from({ length: count }, (_, at) => at).find((at) => here[at] !== there[at]);
  const at = Math.min(first ?? 0, here.length - 1);
  return {
    message: 'the file differs from the file of the site from this line on',
    at: { file: name, line: at + 1 },
    text: here[at] ?? null,
  };
}

function changedSettings(dump: Dump, wanted: Reading, served: Reading): LiveStatement[] {
  const values = new Map(wanted.settings.map(({ name, value }) => [name, value]));
  return served.settings
    .filter(({ name, value }) => values.get(name) !== value)
    .map(({ name, value, at }) => ({
      message: `the option "${name}" is not as in the files`,
      at: { file: dump.name, line: at.line },
      text: value,
    }));
}
