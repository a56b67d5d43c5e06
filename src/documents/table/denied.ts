import { quote } from '../../characters.ts';
import { denialIn } from '../kit/denial.ts';
import { plainWords } from '../kit/words.ts';
import { roleOfHeader } from './headers.ts';

/** A row as its table prints it. */
type Printed = {
  /** Plain cells, with those that a lost rowspan takes from the row above. */
  readonly cells: readonly string[];
  /** Headers; numbers for columns without. */
  readonly names: readonly string[];
  readonly host: number;
};

/** Why a row or the words above it deny, remove or limit its destinations; undefined if nothing does. */
export function deniedBy(
  { cells, names, host }: Printed,
  above: readonly (string | undefined)[],
): string | undefined {
  const denial = above.flatMap((words) => denialIn(words ?? '') ?? [])[0];
  if (denial !== undefined) return reasonOf('the text above it', denial);
  if (isFormer(names[host] ?? '') || denialIn(names[host] ?? '') !== undefined)
    return `its column is ${quote(plainWords(names[host] ?? ''))}`;
  for (const [index, cell] of cells.entries()) {
    const reason = index === host ? inHost(cell) : inCell(cell, names[index] ?? '');
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function reasonOf(where: string, denial: string): string {
  return `${where} denies or limits it: ${quote(plainWords(denial, 60))}`;
}

/** Marks beside a destination, such as one that strikes it out. */
function inHost(cell: string): string | undefined {
  const denial = denialIn(cell);
  return denial === undefined ? undefined : reasonOf('its cell', denial);
}

function inCell(cell: string, header: string): string | undefined {
  const text = cell.trim();
  // Former destinations stand beside the ones of now.
  if (
    /^(?:[-\u2013\u2014]|n\/a)?$/i.test(text) ||
    (isFormer(header) && roleOfHeader(header) === 'host')
  )
    return undefined;
  const value = text.toLowerCase();
  const isHeaded = !/^\d+$/.test(header);
  if (isHeaded && denialIn(header) !== undefined && !no.test(value))
    return reasonOf(`the column ${quote(plainWords(header))}`, text);
  if (isHeaded && allowing.test(header) && no.test(value))
    return reasonOf(`the column ${quote(plainWords(header))}`, text);
  const denial =
    denialIn(text) ?? (isHeaded && stating.test(header) ? againstIn(value) : undefined);
  return denial === undefined ? undefined : reasonOf('the row', denial);
}

const no = /^(?:no|n|nein|false|0|none|keine?|\u2717|\u2718|\u274c|off|aus)\.?$/;
const allowing =
  /^\s*(?:allow(?:ed)?|permit(?:ted)?|active|enabled|in use|open(?:ed)?|supported|erlaubt|zugelassen|freigegeben|aktiv|g\u00fcltig|valid|current)\s*\??\s*$/i;
const stating =
  /(?<![\p{L}])(?:action|status|verdict|disposition|permission|life ?cycle|aktion|zustand|freigabe|ma(?:\u00df|ss)nahme|policy)(?![\p{L}])/iu;

/** The cell of a status that says neither that access is asked for nor that it is in use. */
function againstIn(value: string): string | undefined {
  return affirming.test(value) ? undefined : value;
}

const affirming =
  /(?<![\p{L}])(?:allow\p{L}*|permit\p{L}*|accept\p{L}*|pass|open\p{L}*|whitelist\p{L}*|unblock\p{L}*|trust|bypass|inspect\p{L}*|decrypt\p{L}*|requir\p{L}*|mandatory|recommended|optional|active|current|in use|used|live|ga|generally available|released|stable|production|preview|beta|new|add\p{L}*|unchanged|changed|updated|available|supported|valid|enabled?|on|yes|y|ok|\u2713|\u2714|\u2705|erlaub\p{L}*|zul\u00e4ss\p{L}*|zugelassen|freigeben|freigegeben|freischalten|aktiv|aktuell|neu|g\u00fcltig|ja|erforderlich|notwendig|empfohlen|x)(?![\p{L}])/iu;

/** Whether a header names former destinations. */
function isFormer(header: string): boolean {
  return /(?<![\p{L}])(?:old|former(?:ly)?|previous(?:ly)?|prior|legacy|deprecated|retired|removed|obsolete|discontinued|replaced|replaces|alte?[nrs]?|bisher\p{L}*|fr\u00fcher\p{L}*|ehemal\p{L}*|vorher\p{L}*|veraltet\p{L}*|ersetzt\p{L}*|entfernt\p{L}*)(?![\p{L}])/iu.test(
    header,
  );
}
