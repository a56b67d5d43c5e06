import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledPackage } from './bundled-packages.ts';

/** The Public Suffix List, whose data is in tldts. */
const suffixList = {
  name: 'Public Suffix List',
  license: 'MPL-2.0',
  url: 'https://publicsuffix.org/list/public_suffix_list.dat',
};

/** The licenses of all that is bundled, as text. */
export function noticesText(root: string, packages: readonly BundledPackage[]): string {
  const mozilla = readFileSync(join(root, 'scripts/licenses/MPL-2.0.txt'), 'utf8').trimEnd();
  const sections = [
    ...packages.map(({ name, version, license, text }) => [
      `${name} ${version} (${license})`,
      text.replaceAll('\r\n', '\n'),
    ]),
    [
      `${suffixList.name} (${suffixList.license})`,
      `Data of the list is contained in another form. Its source: ${suffixList.url}\n\n${mozilla}`,
    ],
  ];
  const head = 'Portolan contains these packages and data, under their own licenses.\n';
  const line = '-'.repeat(80);
  return `${[head, ...sections.map(([title, text]) => `${line}\n${title}\n${line}\n\n${text}\n`)].join('\n')}`;
}

/** A software bill of materials of all that is bundled: CycloneDX 1.5, without a time or a serial number. */
export function billOfMaterials(version: string, packages: readonly BundledPackage[]): string {
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: component('application', 'portolan', version, 'MIT') },
    components: [
      ...packages.map(({ name, version: of, license, integrity }) => ({
        ...component('library', name, of, license),
        hashes: [{ alg: 'SHA-512', content: digestOf(integrity) }],
      })),
      {
        type: 'data',
        name: suffixList.name,
        licenses: [{ license: { id: suffixList.license } }],
        externalReferences: [{ type: 'distribution', url: suffixList.url }],
      },
    ],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function component(type: string, name: string, version: string, license: string) {
  const purl = `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
  return { type, 'bom-ref': purl, name, version, licenses: [licensed(license)], purl };
}

/** A single license has an id; a choice of several is an expression. */
function licensed(license: string) {
  return /^[\w.-]+$/.test(license) ? { license: { id: license } } : { expression: license };
}

/** The hexadecimal digest of a package lock's `sha512-` and Base64. */
function digestOf(integrity: string): string {
  const [, digest] = /^sha512-(\S+)$/.exec(integrity) ?? [];
  if (digest === undefined) throw new Error(`no SHA-512 in "${integrity}"`);
  return Buffer.from(digest, 'base64').toString('hex');
}
