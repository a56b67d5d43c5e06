import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@jest/globals';
import { loadFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';
import { root } from '../support/rendered.ts';
import { renderSpec } from '../../src/render/spec.ts';
import { checkPfsense } from './pfsense/checker.ts';
import { checkPaloalto } from './paloalto/checker.ts';

function sources(folder: string): Record<string, string> {
  const out: Record<string, string> = {};
  const walk = (at: string) => {
    for (const name of readdirSync(join(folder, at))) {
      const path = at === '' ? name : `${at}/${name}`;
      if (name === 'expected') continue;
      if (statSync(join(folder, path)).isDirectory()) walk(path);
      else out[path] = readFileSync(join(folder, path), 'utf8');
    }
  };
  walk('');
  return out;
}
test('probe', () => {
  const out: string[] = [];
  const all = [['spec', { 'spec.yaml': readFileSync(join(root, 'spec.yaml'), 'utf8') }], ...readdirSync(join(root, 'test/golden')).map((name) => [name, sources(join(root, 'test/golden', name))])] as [string, Record<string, string>][];
  for (const [name, files] of all) {
    const { spec } = must(loadFiles(files));
    for (const site of must(renderSpec(spec))) {
      const closed = spec.sites.find((s) => s.id === site.site)?.enforce === 'closed';
      const pf = site.targets.get('pfsense');
      const pa = site.targets.get('paloalto');
      if (pf) out.push(`== ${name}/${site.site} pfsense`, ...checkPfsense(pf, { closed }));
      if (pa) out.push(`== ${name}/${site.site} paloalto`, ...checkPaloalto(pa, { closed }).slice(0, 40));
    }
  }
  writeFileSync('/tmp/probe.txt', out.join('\n'));
});
