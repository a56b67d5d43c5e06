import { describe, expect, test } from '@jest/globals';
import { loadFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';
import { hunkOf, realSpec, renderFiles } from '../support/rendered.ts';

const before = renderFiles({ 'spec.yaml': realSpec });
const { spec } = must(loadFiles({ 'spec.yaml': realSpec }));

/** Each group and service of the real spec with hosts. */
const places = spec.groups.flatMap((group) => {
  const services = group.endpoints
    .filter(({ destination }) => destination.kind === 'host')
    .flatMap((endpoint) => endpoint.services.map((service) => service.name));
  return [...new Set(services)].map((service) => [group.id, service] as const);
});

/** The real spec with one more endpoint at the end of a group. */
function withHost(group: string, host: string, service: string): string {
  const [head = '', rest = ''] = realSpec.split(`  - id: ${group}\n`);
  const next = /\n\n {2}- id: |\n\nunresolved:/.exec(rest);
  const at = next?.index ?? rest.length;
  const line = `\n      - { host: ${host}, service: ${service} }`;
  return `${head}  - id: ${group}\n${rest.slice(0, at)}${line}${rest.slice(at)}`;
}

describe.each(places)('one added host in group %s on %s', (group, service) => {
  test.each(['a.new.example.com', 'sf.pitneybowes.com', 'zz.example.org'])(
    'changes one hunk of each file for %s',
    (host) => {
      const after = renderFiles({ 'spec.yaml': withHost(group, host, service) });
      expect(Object.keys(after)).toEqual(Object.keys(before));
      const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
      // Every target mentions the host somewhere, and so does coverage.md.
      expect(new Set(changed.map((path) => path.split('/')[1]))).toEqual(
        new Set([...targetsOf('example/'), 'coverage.md', 'manifest.json']),
      );
      for (const path of changed.filter((each) => !each.endsWith('manifest.json'))) {
        const [old, now] = [before, after].map((files) => withoutTotals(path, files[path] ?? ''));
        const { removed, added } = hunkOf(old ?? '', now ?? '');
        const most = mostLines(path);
        expect([path, removed.length <= most.removed, added.length <= most.added]).toEqual([
          path,
          true,
          true,
        ]);
        expect(added.join('\n')).toContain(host);
      }
    },
  );
});

/** The text without the counts at the head of coverage.md, the only place where a file counts. */
function withoutTotals(path: string, text: string): string {
  if (!path.endsWith('coverage.md')) return text;
  const [, head = '', rest = ''] = /^(.*?\n)(## .*)$/s.exec(text) ?? [];
  return head.replaceAll(/^(\| [a-z0-9-]+) (\| \d+ ){5}\|$/gm, '$1') + rest;
}

/** The targets of the site whose directory a path begins with; coverage.md has a row for each. */
function targetsOf(path: string): string[] {
  const site = spec.sites.find(({ id }) => path.startsWith(`${id}/`));
  return Object.keys(site?.targets ?? {});
}

/** How many lines a hunk may span. */
function mostLines(path: string): { removed: number; added: number } {
  // pfSense has the entries of an alias on one line, and their descriptions two lines below.
  if (path.endsWith('pfsense/config.xml')) return { removed: 3, added: 3 };
  if (path.endsWith('coverage.md')) return { removed: 0, added: targetsOf(path).length };
  // The last line of a list in ES3 has no comma, so the line before an added one may change.
  return { removed: 1, added: 2 };
}
