import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import type { RecordOptions } from '../record/record.ts';
import type { Asked } from './former.ts';

/** The options of an update. */
export type UpdateWords = {
  readonly options: RecordOptions;
  readonly asked: Asked;
  /** Those that only the record has, as the command line has them. */
  readonly recorded: readonly string[];
};

const names = {
  tier: '--tier',
  inspection: '--inspection',
  services: '--service',
  where: '--where',
  only: '--only',
  bypass: '--bypass',
  hosts: '--hosts',
  columns: '--columns',
  aggregate: '--aggregate',
  allowWide: '--allow-wide',
} as const satisfies Readonly<Record<keyof RecordOptions, string>>;

const keys = [
  'tier',
  'inspection',
  'services',
  'where',
  'only',
  'bypass',
  'hosts',
  'columns',
  'aggregate',
  'allowWide',
] as const satisfies readonly (keyof RecordOptions)[];

/**
 * The options of an update: those of the last import. Others than the recorded ones must name all of them again, so
 * that no filter is lost because it was forgotten, or the user forgets the recorded ones on purpose.
 */
export function updateWords(
  given: RecordOptions,
  recorded: RecordOptions,
  { isForgetting = false }: { readonly isForgetting?: boolean } = {},
): Result<UpdateWords, Refusal> {
  const changed = keys.filter((key) => given[key] !== undefined && differs(given, recorded, key));
  const missing = keys.filter((key) => recorded[key] !== undefined && given[key] === undefined);
  const [first] = changed;
  if (first === undefined && !isForgetting)
    return success({
      options: recorded,
      asked: { tier: false, inspection: false },
      recorded: optionTexts(missing, recorded),
    });
  if (first !== undefined && missing.length > 0 && !isForgetting)
    return failure(refuseSome(first, missing, recorded));
  const asked = {
    tier: changed.includes('tier'),
    inspection: changed.includes('inspection') || changed.includes('bypass'),
  };
  return success({ options: given, asked, recorded: [] });
}

/** Whether two imports select and mean the same. */
export function haveEqualOptions(one: RecordOptions, other: RecordOptions): boolean {
  return keys.every((key) => !differs(one, other, key));
}

function differs(one: RecordOptions, other: RecordOptions, key: keyof RecordOptions): boolean {
  return plainText(one[key]) !== plainText(other[key]);
}

function plainText(value: RecordOptions[keyof RecordOptions]): string | undefined {
  return JSON.stringify(value instanceof Map ? [...value] : value);
}

function refuseSome(
  first: keyof RecordOptions,
  missing: readonly (keyof RecordOptions)[],
  recorded: RecordOptions,
): Refusal {
  const again = optionTexts(missing, recorded).join(' ');
  return refuse(
    'import-other-options',
    `${names[first]} differs from that of the last import, which also had ${again}`,
    `to change ${names[first]}, name the others again: ${again}; to leave them out, add --forget-options`,
  );
}

function optionTexts(some: readonly (keyof RecordOptions)[], options: RecordOptions): string[] {
  return some.flatMap((key) => optionText(key, options[key]));
}

/** An option as the command line has it. */
function optionText(key: keyof RecordOptions, value: RecordOptions[typeof key]): string[] {
  const name = names[key];
  if (value === true) return [name];
  if (typeof value === 'string') return [`${name} ${value}`];
  if (Array.isArray(value))
    return key === 'where'
      ? value.map((each) => `${name} ${each}`)
      : [`${name} ${value.join(',')}`];
  const roles = value instanceof Map ? [...value].map(([role, column]) => `${role}=${column}`) : [];
  return [`${name} ${roles.join(',')}`];
}
