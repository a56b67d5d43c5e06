import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Spec } from '../../../src/language/types.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { compileSites } from '../../../src/policy/compile-sites.ts';
import { renderSpec } from '../../../src/render/all-sites.ts';
import { explain } from '../../../src/review/explain/explain.ts';
import { siteFindings } from '../../../src/review/findings/site-findings.ts';
import { loadFiles } from '../../support/load.ts';
import { must } from '../../support/policy.ts';
import { realSpec, root } from '../../support/rendered.ts';

const golden = join(root, 'test/golden');
const stories = readdirSync(golden).map((story) => [story, filesOf(join(golden, story))] as const);

function filesOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.(yaml|txt)$/.test(path) && !path.startsWith('expected'),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** Flows of the endpoints of a spec, and similar flows for each of them. */
function flowsOf({ groups }: Spec): string[] {
  const places = groups.flatMap(({ endpoints }) =>
    endpoints.map(({ destination }) => formatDestination(destination)),
  );
  const hosts = places.map((place) => place.replace(/^\*\./, 'any.').replaceAll('*', '1'));
  const flows = [...new Set(hosts)].flatMap((host) => [
    `https://${host}/`,
    `http://${host}/some/path`,
    `https://below.${host}/`,
    `tcp://${host}:53`,
    `udp://${host}:443`,
    `ws://${host}/`,
  ]);
  return flows.filter((flow) => parseFlow(flow).ok);
}

describe('explain for a scenario', () => {
  test.each([...stories, ['the real spec', { 'spec.yaml': realSpec }] as const])(
    '%s: every output matches its expectation, and every flow has a rule or a reason',
    (_story, files) => {
      const { spec } = must(loadFiles(files));
      const rendered = new Map(
        must(renderSpec(spec, siteFindings)).map((site) => [site.site, site.targets]),
      );
      const grounds = {
        spec,
        policies: must(compileSites(spec)),
        sites: undefined,
        filesOf: (site: string, target: string) => rendered.get(site)?.get(target),
      };
      const flows = flowsOf(spec).slice(0, 60);
      expect(flows.length).toBeGreaterThan(3);
      const odd = flows.flatMap((text) =>
        explain(must(parseFlow(text)), grounds).sites.flatMap(({ rules, whyNot, outputs }) => [
          ...outputs.filter(({ differs }) => differs).map((output) => [text, output]),
          ...(rules.length > 0 === whyNot.length > 0 ? [[text, whyNot]] : []),
        ]),
      );
      expect(odd).toEqual([]);
    },
  );
});
