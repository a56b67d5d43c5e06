import { describe, expect, test } from '@jest/globals';
import { loadFiles } from './support/load.ts';
import { must } from './support/policy.ts';
import { hunkOf, realSpec, renderFiles } from './support/rendered.ts';

const before = renderFiles({ 'spec.yaml': realSpec });
const { spec } = must(loadFiles({ 'spec.yaml': realSpec }));

/** Each group and service of the real spec that leads to hosts. */
const places = spec.groups.flatMap((group) => {
  const services = group.endpoints
    .filter(({ destination }) => destination.kind === 'host')
    .flatMap((endpoint) => endpoint.services.map((service) => service.name));
  return [...new Set(services)].map((service) => [group.id, service] as const);
});

/** The real spec with one endpoint more at the end of a group. */
function withHost(group: string, host: string, service: string): string {
  const [head = '', rest = ''] = realSpec.split(`  - id: ${group}\n`);
  const next = /\n\n {2}- id: |\n\nunresolved:/.exec(rest);
  const at = next?.index ?? rest.length;
  const line = `\n      - { host: ${host}, service: ${service} }`;
  return `${head}  - id: ${group}\n${rest.slice(0, at)}${line}${rest.slice(at)}`;
}

describe.each(places)('one host more in group %s on %s', (group, service) => {
  test.each(['a.new.example.com', 'sf.pitneybowes.com', 'zz.example.org'])('%s', (host) => {
    const after = renderFiles({ 'spec.yaml': withHost(group, host, service) });
    expect(Object.keys(after)).toEqual(Object.keys(before));
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed).not.toEqual([]);
    for (const path of changed.filter((each) => !each.endsWith('manifest.json'))) {
      const { removed, added } = hunkOf(before[path] ?? '', after[path] ?? '');
      // A last line of a list in ES3 has no comma, so the one before it may change.
      const size = path.endsWith('coverage.md') ? targetsOf(path) : 2;
      expect({ path, removed, added }).toEqual({
        path,
        removed: expect.anything(),
        added: expect.anything(),
      });
      expect(removed.length).toBeLessThanOrEqual(1);
      expect(added.length).toBeLessThanOrEqual(size);
      expect(added.join('\n')).toContain(host);
    }
  });
});

/** coverage.md has one row for each target. */
function targetsOf(path: string): number {
  const site = spec.sites.find(({ id }) => path.startsWith(`${id}/`));
  return Object.keys(site?.targets ?? {}).length;
}
