import { declinedIn, servicesFor } from '../../src/commands/import/loaded.ts';
import type { DocumentReading } from '../../src/documents/document.ts';
import { importDocument } from '../../src/import/import-document.ts';
import {
  existingIn,
  firstFiles,
  type ImportFiles,
  updatedFiles,
} from '../../src/import/import-files.ts';
import { readRecord } from '../../src/import/record/read.ts';
import type { ImportSettings } from '../../src/import/settings.ts';
import { mapAt, readExistingPart } from '../../src/import/update/existing-part.ts';
import { type Asked, formerOf } from '../../src/import/update/former.ts';
import { formerLayout } from '../../src/import/update/former-layout.ts';
import type { Spec } from '../../src/language/types.ts';
import { settings } from './import.ts';
import { loadFiles } from './load.ts';
import { must } from './policy.ts';

/** The files of an import. */
export type Imports = Pick<ImportFiles, 'part' | 'lists' | 'record'>;

const root = `version: 1
name: demo
prefix: dmo
title: Demo
include: [vendor/o365.yaml]
services: { root-only: { ports: [tcp/4711], application: other } }
groups:
  - { id: own, title: Own, tier: required, endpoints: [{ host: own.example.com, service: root-only }] }
sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: [198.51.100.53]
    enforce: closed
    tiers: [required, recommended, optional]
    targets: { iptables: {} }
`;

/** The spec that includes the files of an import. Throws if it is not valid. */
export function specOfFiles({ part, lists }: Imports): Spec {
  const loaded = loadFiles({
    'spec.yaml': root,
    'vendor/o365.yaml': part,
    ...Object.fromEntries([...lists].map(([path, text]) => [`vendor/${path}`, text])),
  });
  if (loaded.ok) return loaded.value.spec;
  throw new Error(`${JSON.stringify(loaded.error.problems[0])}\n${part}`);
}

/** The files of a first import; undefined for a document that is refused. */
export function firstImport(
  reading: DocumentReading,
  more: Partial<ImportSettings> = {},
): Imports | undefined {
  const imported = importDocument(reading, { ...settings, ...more });
  return imported.ok ? firstFiles(imported.value, new Set()) : undefined;
}

export type UpdateWords = { readonly asked?: Asked; readonly isRestamped?: boolean };

/** The files of an update; undefined for a document that is refused. */
export function updateImport(
  files: Imports,
  reading: DocumentReading,
  more: Partial<ImportSettings> = {},
  { asked = { tier: false, inspection: false }, isRestamped = false }: UpdateWords = {},
): ImportFiles | undefined {
  const existing = must(readExistingPart('o365.yaml', files.part));
  const record = must(readRecord('o365.import.json', files.record));
  const own = new Set(
    Array.from(mapAt(existing.root, 'services')?.entries ?? [], ({ name }) => name),
  );
  const spec = specOfFiles(files);
  const { known, keyOfServices } = servicesFor(spec, own);
  const former = { existing, record, lists: files.lists };
  const layout = formerLayout(existingIn(former), formerOf(record), { isRestamped, keyOfServices });
  const imported = importDocument(reading, { ...settings, known, ...more }, layout);
  if (!imported.ok) return undefined;
  return updatedFiles(former, imported.value, { asked, keyOfServices, declined: declinedIn(spec) });
}
