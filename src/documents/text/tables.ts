import { wholeHost } from '../../net/path.ts';
import type { DocumentFact, DocumentRow, RowVerdict } from '../document.ts';
import { hasDenial } from '../kit/denial.ts';
import { readPorts } from '../kit/ports.ts';
import { noLabels, rowOf, unresolved } from '../kit/rows.ts';
import { roleOfHeader } from '../table/headers.ts';
import { readTable } from '../table/index.ts';
import { tableLines } from '../table/lines.ts';
import { type Shape, shapeOf } from '../table/shape.ts';
import { type Table, tablesOf } from '../table/tables.ts';
import { dnsOn } from './dns.ts';
import { readLine } from './lines.ts';
import type { Context, Entry, Part } from './parts.ts';
import { isAboutDns } from './phrases.ts';
import { rowsOfList } from './rows.ts';
import { headingOf, type Sections } from './sections.ts';
import { contextOf, doubtOf, portsAbove, tierOf } from './sources.ts';
import { type Layout, withTabs } from './table-lines.ts';

type TablePart = Extract<Part, { kind: 'table' }>;
type Header = {
  readonly layout: Layout;
  readonly lines: readonly string[];
  readonly width: number;
};

/** Reads the tables of a guide, with the headings and paragraphs above them. */
export class Tables {
  readonly #sections: Sections;
  #header: Header | undefined;

  constructor(sections: Sections) {
    this.#sections = sections;
  }

  /** The rows of a table, each destination column read on its own. */
  rowsOf(part: TablePart): DocumentRow[] {
    const { lines, skipped } = this.#withHeader(part);
    const text = lines.join('\n');
    const table = /\d|\.\w/.test(text) ? tableIn(text) : undefined;
    if (table === undefined) return [];
    const shape = shapeOf(table);
    const first = part.line - skipped - 1;
    const reads = hostColumns(shape).map((columns) => readTable({ name: '', text }, { columns }));
    const rows = reads.flatMap((read) => (read.ok ? read.value.rows : []));
    if (rows.length === 0) return this.#rowsWithoutHosts(part, table, first);
    const named = new Set(
      rows.filter(({ verdict }) => verdict.kind === 'facts').map(({ line }) => line),
    );
    return rows
      .filter(
        ({ line, verdict }) => verdict.kind === 'facts' || reads.length === 1 || !named.has(line),
      )
      .map((row) => this.#inContext({ ...row, line: first + row.line }, part.context));
  }

  /** A table behind a bare line continues the one before it, without its header. */
  #withHeader({ layout, lines }: TablePart): {
    readonly lines: readonly string[];
    readonly skipped: number;
  } {
    const written = layout === 'blanks' ? withTabs(lines) : lines;
    const table = tableIn(written.join('\n'));
    const shape = table && shapeOf(table);
    const header = this.#header;
    if (shape?.hasHeader === true) {
      const isRuled = /^[\s|:-]+$/.test(written[1] ?? '');
      this.#header = {
        layout,
        lines: written.slice(0, isRuled ? 2 : 1),
        width: shape.names.length,
      };
    } else if (header?.layout === layout && header.width === shape?.names.length)
      return { lines: [...header.lines, ...written], skipped: header.lines.length };
    return { lines: written, skipped: 0 };
  }

  #inContext(row: DocumentRow, context: Context): DocumentRow {
    const sources = contextOf(context);
    const { tier, citation } = row.section;
    const heading = headingOf(context);
    const section = this.#sections.of({
      head: citation ?? heading,
      citation: heading ?? citation,
      tier: tierOf(tier, sources),
    });
    const { verdict } = row;
    const doubt = doubtOf(citation ?? '', sources);
    if (doubt !== undefined && verdict.kind !== 'declined' && verdict.kind !== 'refused')
      return { ...row, section, verdict: unresolved(doubt) };
    return {
      ...row,
      section,
      verdict: verdict.kind === 'facts' ? withPorts(verdict.facts, sources) : this.#dnsRow(row),
    };
  }

  /** A row for DNS whose destination is in words: the resolvers. */
  #dnsRow({ verdict, words, labels }: DocumentRow): RowVerdict {
    const cells = [...labels].flatMap(([name, values]) =>
      values.map((value) => [roleOfHeader(name), value] as const),
    );
    const cellOf = (role: string) => cells.find(([each]) => each === role)?.[1] ?? '';
    const ports = readPorts(cellOf('port'), cellOf('proto'));
    const isDns = isAboutDns(words) && !hasDenial(words);
    return isDns && verdict.kind === 'unresolved' ? (dnsOn(ports) ?? verdict) : verdict;
  }

  /** A table of ports alone asks for access; each row of another one is read as an entry of a list. */
  #rowsWithoutHosts(part: TablePart, table: Table, first: number): DocumentRow[] {
    const rows = portRowsOf(table);
    if (rows.length === 0) return rowsOfList(entriesOf(part, table, first), this.#sections);
    const sources = contextOf(part.context);
    const heading = headingOf(part.context);
    const tier = tierOf(undefined, sources);
    return rows.map(({ line, words, verdict: asked }) => {
      const doubt = asked.kind === 'facts' ? doubtOf(words, sources) : undefined;
      const verdict = doubt === undefined ? asked : unresolved(doubt);
      const isDns = verdict.kind === 'facts';
      const section = this.#sections.of({
        head: isDns ? 'DNS' : heading,
        citation: heading,
        tier,
        isShared: isDns,
      });
      return rowOf(first + line, words, verdict, { section, labels: noLabels });
    });
  }
}

/** The rows that print a destination, as entries: `Sign-in | login.example.com, TCP 443`. */
function entriesOf({ context }: TablePart, table: Table, first: number): Entry[] {
  return table.parts.flatMap(({ rows }) =>
    rows.flatMap(({ line, cells }) => {
      const reading = readLine(cells.filter((cell) => cell !== '').join(' | '));
      if (reading.units.length === 0) return [];
      const at = first + line;
      return [
        {
          line: at,
          end: at,
          reading,
          context,
          parent: undefined,
          children: [],
          head: undefined,
          isBullet: true,
          opens: false,
        },
      ];
    }),
  );
}

type PortRow = { readonly line: number; readonly words: string; readonly verdict: RowVerdict };

/** The rows of a table that has a column of ports and none of destinations. */
function portRowsOf({ header = [], parts }: Table): PortRow[] {
  const [port, proto] = [columnOf(header, 'port'), columnOf(header, 'proto')];
  if (port === undefined) return [];
  const transport = /\b(?:tcp|udp|sctp)\b/i.exec(header[port] ?? '')?.[0];
  const rows = parts.flatMap((each) => each.rows);
  return rows.flatMap(({ line, cells }): PortRow[] => {
    const cell = cells[port] ?? '';
    if (!/\d/.test(cell)) return [];
    const words = cells.filter((each) => each !== '').join(' | ');
    const ports = readPorts(cell, cells[proto ?? -1] ?? transport);
    const dns = isAboutDns(words) ? dnsOn(ports) : undefined;
    return [{ line, words, verdict: dns ?? unresolved('it names ports and no destination') }];
  });
}

/** The first column whose header has a role. */
function columnOf(header: readonly string[], role: string): number | undefined {
  const index = header.findIndex((name) => roleOfHeader(name) === role);
  return index < 0 ? undefined : index;
}

function tableIn(text: string): Table | undefined {
  const lines = tableLines(text);
  return lines.ok ? tablesOf(lines.value).tables[0] : undefined;
}

/** The columns to read: each one with destinations by its header, else the one that the cells show. */
function hostColumns({ hasHeader, names }: Shape): ReadonlyMap<string, string>[] {
  const isHost = (name: string) =>
    hasHeader && (roleOfHeader(name) === 'host' || /^(?:to|target|nach)$/i.test(name));
  const hosts = names.flatMap((name, index) => (isHost(name) ? [String(index + 1)] : []));
  return hosts.length === 0 ? [new Map()] : hosts.map((host) => new Map([['host', host]]));
}

/** Facts of a table without ports have those of the text above it, except for a URL with a path. */
function withPorts(
  facts: readonly DocumentFact[],
  sources: Parameters<typeof portsAbove>[0],
): RowVerdict {
  if (facts.every(({ ports }) => ports.length > 0)) return { kind: 'facts', facts };
  const above = portsAbove(sources);
  if (!above.ok) return unresolved(above.error);
  return {
    kind: 'facts',
    facts: facts.map((fact) =>
      fact.ports.length > 0 || fact.path !== wholeHost ? fact : { ...fact, ports: above.value },
    ),
  };
}
