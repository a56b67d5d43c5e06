import { dirname, join } from 'node:path';
import { readRecord } from '../../import/record/read.ts';
import { readerIn, textOf } from './files.ts';
import { includes } from './into.ts';
import { type ImportPlaces, nameIn, placesOf } from './places.ts';
import type { ImportWords } from './words.ts';

/**
 * The words with the spec that the last import named with `--into`, if it still includes the part: the part uses its
 * services. A record that cannot be read is reported where the import reads all former files.
 */
export function withRecordedSpec(words: ImportWords, id: string): ImportWords {
  if (words.into !== undefined) return words;
  const places = placesOf(words, id);
  const part = nameIn(places, places.part);
  const spec = recordedSpec(places);
  if (spec === undefined) return words;
  const into = join(dirname(part), spec);
  const recorded = { ...words, into, out: part };
  return isIncluded(placesOf(recorded, id)) ? recorded : words;
}

function recordedSpec(places: ImportPlaces): string | undefined {
  const text = textOf(readerIn(places), places, places.record);
  const record = text === undefined ? undefined : readRecord(places.record, text);
  return record?.ok === true ? record.value.spec : undefined;
}

/** Whether the spec exists and reads the part. */
function isIncluded(places: ImportPlaces): boolean {
  const read = readerIn(places);
  return read(places.spec ?? '').kind === 'bytes' && includes(read, places);
}
