import { quote } from '../../characters.ts';
import type { ReaderOptions } from '../../documents/document.ts';
import type { DocumentFormat } from '../../documents/formats.ts';
import { UserError } from '../../errors.ts';
import type { RecordOptions } from '../../import/record/record.ts';
import type { ImportSettings } from '../../import/settings.ts';
import { parseDate } from '../../language/date.ts';
import type { Inspection, Tier } from '../../language/types.ts';

/** What the user typed. */
export type ImportWords = {
  readonly kind: DocumentFormat;
  readonly file: string | undefined;
  readonly id: string | undefined;
  readonly out: string | undefined;
  readonly into: string | undefined;
  readonly tier: Tier | undefined;
  readonly service: string | undefined;
  readonly inspection: Inspection | undefined;
  readonly where: readonly string[];
  readonly only: 'hosts' | 'networks' | undefined;
  readonly bypass: string | undefined;
  readonly hosts: boolean;
  readonly columns: string | undefined;
  readonly aggregate: boolean;
  readonly allowWide: boolean;
  readonly title: string | undefined;
  readonly publisher: string | undefined;
  readonly revision: string | undefined;
  readonly date: string | undefined;
  readonly labels: boolean;
  readonly check: boolean;
  readonly acceptShrink: boolean;
  readonly restamp: boolean;
  readonly forgetOptions: boolean;
};

/** The formats that use an option; every format uses the others. */
const formatsOf: Readonly<Partial<Record<keyof ImportWords, readonly string[]>>> = {
  only: ['m365'],
  bypass: ['m365'],
  hosts: ['ranges'],
  columns: ['table'],
};

/** Throws a UserError for an option that the format would ignore. */
export function requireOptionsOf(words: ImportWords): void {
  for (const [option, formats] of Object.entries(formatsOf)) {
    const value = words[option as keyof ImportWords];
    if (value === undefined || value === false || formats.includes(words.kind)) continue;
    throw new UserError(
      `--${option} is an option of ${formats.join(' and ')}, and the format is ${words.kind}`,
      `remove --${option}`,
    );
  }
}

const id = /^[a-z][a-z0-9-]{0,31}$/;

/** The id of the document. Throws a UserError without a valid one. */
export function idOf({ id: given, kind }: ImportWords): string {
  if (given === undefined)
    throw new UserError(
      'import requires --id, with which every id of the part begins',
      `add an id, for example --id ${kind === 'm365' ? 'o365' : 'vendor'}`,
    );
  if (id.test(given)) return given;
  throw new UserError(
    `invalid value ${quote(given)} for --id`,
    'use a lower-case letter, then lower-case letters, digits and hyphens, at most 32',
  );
}

/** The options that decide facts. */
export function factOptions(words: ImportWords): RecordOptions {
  const { tier, inspection, where, only, hosts, aggregate, allowWide } = words;
  return {
    ...(tier === undefined ? {} : { tier }),
    ...(inspection === undefined ? {} : { inspection }),
    ...(words.service === undefined ? {} : { services: listOf(words.service) }),
    ...(where.length === 0 ? {} : { where }),
    ...(only === undefined ? {} : { only }),
    ...(words.bypass === undefined ? {} : { bypass: listOf(words.bypass) }),
    ...(hosts ? { hosts: true } : {}),
    ...(words.columns === undefined ? {} : { columns: columnsOf(words.columns) }),
    ...(aggregate ? { aggregate: true } : {}),
    ...(allowWide ? { allowWide: true } : {}),
  };
}

function listOf(text: string): string[] {
  return text.split(',').map((each) => each.trim());
}

/** The columns by their roles: a comma separates two of them only before the next role. */
function columnsOf(text: string): Map<string, string> {
  const parts = text.split(/,(?=[a-z]+=)/).map((part) => /^([a-z]+)=(.+)$/s.exec(part));
  if (parts.includes(null))
    throw new UserError(
      `invalid value ${quote(text)} for --columns`,
      'write roles with headers or numbers, for example host=Address,port=3',
    );
  return new Map(parts.map((part): [string, string] => [part?.[1] ?? '', part?.[2] ?? '']));
}

/** The options of the reader among those that decide facts. */
export function readerOptions({ only, bypass, hosts, columns }: RecordOptions): ReaderOptions {
  return {
    ...(only === undefined ? {} : { only }),
    ...(bypass === undefined ? {} : { bypass }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(columns === undefined ? {} : { columns }),
  };
}

/** The settings of an import. Throws a UserError for an invalid date. */
export function settingsOf(
  words: ImportWords,
  options: RecordOptions,
  file: Pick<ImportSettings, 'sha256' | 'known' | 'spec'>,
): ImportSettings {
  const { title, publisher, revision, date } = words;
  const day = date === undefined ? undefined : parseDate(date);
  if (day?.ok === false) throw new UserError(`--date: ${day.error.message}`, day.error.help);
  const { tier, inspection, services, where, aggregate, allowWide } = options;
  return {
    format: words.kind,
    id: idOf(words),
    ...file,
    tier,
    inspection,
    services,
    where,
    aggregate,
    allowWide,
    title,
    publisher,
    revision,
    date,
    reader: readerOptions(options),
  };
}
