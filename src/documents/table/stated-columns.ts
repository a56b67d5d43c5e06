import { didYouMean } from '../../language/suggest.ts';
import { type Refusal, refuse } from '../../problem.ts';
import { quote } from '../kit/secrets.ts';
import type { Shape } from './shape.ts';

/** The roles that `--columns` can name. */
const statedRoles = ['host', 'port', 'proto', 'tier', 'note', 'direction'] as const;

export type StatedRole = (typeof statedRoles)[number];

/** The columns that an option states, by index. */
export type Stated = ReadonlyMap<StatedRole, number>;

const rolesInWords: Readonly<Record<StatedRole, string>> = {
  host: 'the destinations',
  port: 'the ports',
  proto: 'the transports',
  tier: 'the tiers',
  note: 'the notes',
  direction: 'the directions',
};

/** The stated columns that a table has. */
export function statedIn({ names }: Shape, written: ReadonlyMap<string, string>): Stated {
  return new Map(
    statedRoles.flatMap((role) => {
      const index = indexOf(written.get(role), names);
      return index === undefined ? [] : [[role, index] as const];
    }),
  );
}

/** The column of a header, or of a number from 1. */
function indexOf(column: string | undefined, names: readonly string[]): number | undefined {
  const wanted = column?.trim().toLowerCase() ?? '';
  const named = names.findIndex((name) => name.toLowerCase() === wanted);
  if (named >= 0) return named;
  const isNumber = /^[1-9][0-9]{0,2}$/.test(wanted) && Number(wanted) <= names.length;
  return isNumber ? Number(wanted) - 1 : undefined;
}

/** Refuses a role that does not exist, and a column that no table has. */
export function refuseStated(
  shapes: readonly Shape[],
  written: ReadonlyMap<string, string>,
): Refusal | undefined {
  for (const [role, column] of written) {
    if (!statedRoles.some((each) => each === role)) {
      const message = `${quote(role)} is not a role of a column`;
      return refuse('import-columns', message, didYouMean(role, statedRoles));
    }
    if (!shapes.some(({ names }) => indexOf(column, names) !== undefined)) {
      const known = shapes.flatMap(({ names }) => names);
      const message = `the document has no column ${quote(column)}`;
      return refuse('import-columns', message, didYouMean(column, known));
    }
  }
  return undefined;
}

/** Refuses a guess: each of these columns could be of the role. */
export function refuseUncertain(
  role: string,
  columns: readonly number[],
  { names }: Shape,
  host?: number,
): Refusal {
  const words = statedRoles.find((each) => each === role);
  const which = columns.map((index) => quote(names[index] ?? '')).join(' or ');
  const message =
    columns.length > 1
      ? `${words && rolesInWords[words]} may be in column ${which}`
      : `column ${which} may be ${words && rolesInWords[words]} or other numbers`;
  const [first = 0] = columns;
  const others = host === undefined ? '' : `host=${columnText(names[host])},`;
  const option = `--columns ${others}${role}=${columnText(names[first])}`;
  const help =
    columns.length > 1
      ? `name the right one, as in ${option}`
      : `write ${option}, or ${`--columns ${others}`.replace(/,$/, '')} if it is not`;
  return refuse('import-columns', message, help);
}

function columnText(name = ''): string {
  return /^[\w.-]+$/.test(name) ? name : `"${name}"`;
}

/** Refuses a document none of whose tables has a column of destinations. */
export function refuseNoHosts(names: readonly string[]): Refusal {
  const example = columnText(names[0] ?? 'Address');
  return refuse(
    'import-columns',
    'no column of the document contains destinations',
    `name the column, as in --columns host=${example}`,
  );
}
