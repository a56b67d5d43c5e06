import type { DocumentFacts } from '../documents/document.ts';
import { parseDate } from '../language/date.ts';
import type { ImportedDocument } from './part.ts';
import type { ImportSettings } from './settings.ts';
import { textOf } from './texts.ts';

/** The entry of `documents`: what the command line says, then what the document says about itself. */
export function documentOf(facts: DocumentFacts, settings: ImportSettings): ImportedDocument {
  const publisher = textOf(settings.publisher) ?? textOf(facts.publisher);
  const revision = textOf(settings.revision) ?? textOf(facts.revision);
  const date = [settings.date, facts.date].find((day) => day !== undefined && parseDate(day).ok);
  return {
    title: textOf(settings.title) ?? textOf(facts.title) ?? settings.id,
    ...(publisher === undefined ? {} : { publisher }),
    ...(revision === undefined ? {} : { revision }),
    ...(date === undefined ? {} : { date }),
    sha256: settings.sha256,
  };
}
