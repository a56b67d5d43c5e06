import { quote } from '../characters.ts';
import type { DocumentFacts } from '../documents/document.ts';
import { parseDate } from '../language/date.ts';
import type { Refusal } from '../problem.ts';
import type { ImportedDocument } from './part.ts';
import type { ImportSettings } from './settings.ts';
import { textOf } from './texts.ts';

/** The entry of `documents`: what the command line says, then what the document says about itself. */
export function documentOf(facts: DocumentFacts, settings: ImportSettings): ImportedDocument {
  const publisher = textOf(settings.publisher) ?? textOf(facts.publisher);
  const revision = textOf(settings.revision) ?? textOf(facts.revision);
  const date = settings.date ?? facts.date;
  return {
    title: textOf(settings.title) ?? textOf(facts.title) ?? settings.id,
    ...(publisher === undefined ? {} : { publisher }),
    ...(revision === undefined ? {} : { revision }),
    ...(date === undefined || !parseDate(date).ok ? {} : { date }),
    sha256: settings.sha256,
  };
}

/** Refuses a `--date` that is none: the user named it, so it is not left out. */
export function refuseDate({ date }: ImportSettings): Refusal[] {
  const parsed = date === undefined ? undefined : parseDate(date);
  return parsed?.ok === false ? [parsed.error] : [];
}

/** A date of the document that is none is left out, with a warning. */
export function warnOfDate({ date }: DocumentFacts, settings: ImportSettings): string[] {
  if (date === undefined || settings.date !== undefined || parseDate(date).ok) return [];
  return [`The document has ${quote(date)} as its date, which is not a day. --date names one.`];
}
