import fc from 'fast-check';
import type { ImportedPart } from '../../src/import/part.ts';
import type { FormerImport } from '../../src/import/settings.ts';
import { listTexts, partText } from '../../src/import/text/part.ts';
import type { Spec } from '../../src/language/types.ts';
import { loadFiles, type MemoryFiles } from './load.ts';

const root = `version: 1
name: demo
prefix: dmo
title: Demo
include: [vendor/part.yaml]
sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: [198.51.100.53]
    enforce: closed
    tiers: [required, recommended, optional]
    targets: { iptables: {} }
`;

/** A spec that includes a part, with its lists. */
function specWith(part: ImportedPart, more: string): MemoryFiles {
  return {
    'spec.yaml': root + more,
    'vendor/part.yaml': partText(part, 'm365'),
    ...Object.fromEntries([...listTexts(part)].map(([path, text]) => [`vendor/${path}`, text])),
  };
}

/** The spec that includes a part; `more` is more keys of its own. */
export function specOf(part: ImportedPart, more = ''): Spec {
  const loaded = loadFiles(specWith(part, more));
  if (!loaded.ok) {
    const [first] = loaded.error.problems;
    throw new Error(`${JSON.stringify(first)}\n${specWith(part, more)['vendor/part.yaml']}`);
  }
  return loaded.value.spec;
}

/** A former import that wrote everything in one form. */
export const formerAs = (form: 'list' | 'inline' | undefined): FormerImport => ({
  formOf: () => form,
  sectionOf: () => undefined,
});

/** Every setting that decides how rows are written. */
export const anySettings = fc.record({
  more: fc.record({
    aggregate: fc.boolean(),
    services: fc.constantFrom(undefined, ['https'], ['dns', 'udp/1-40']),
    inspection: fc.constantFrom('allow', 'bypass', undefined),
    reader: fc.constantFrom(undefined, { bypass: ['Optimize'] }),
  }),
  form: fc.constantFrom('list', 'inline', undefined),
});
