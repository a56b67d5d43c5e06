import { describe, expect } from '@jest/globals';
import type { Spec } from '../../../src/language/types.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import { compileSites } from '../../../src/policy/compile-sites.ts';
import type { Policy } from '../../../src/policy/types.ts';
import { renderSpec } from '../../../src/render/all-sites.ts';
import type { RenderedSite } from '../../../src/render/site.ts';
import { isChanged } from '../../../src/review/diff/approvals.ts';
import type { ComparedSpec } from '../../../src/review/diff/change.ts';
import { diff } from '../../../src/review/diff/diff.ts';
import { explain } from '../../../src/review/explain/explain.ts';
import type { Finding } from '../../../src/review/findings/finding.ts';
import { joinFindings } from '../../../src/review/findings/join.ts';
import { lintSpec } from '../../../src/review/findings/lint.ts';
import { siteFindings } from '../../../src/review/findings/site-findings.ts';
import { targets } from '../../../src/targets/list.ts';
import { coverageOf } from '../../support/coverage.ts';
import { loadFiles } from '../../support/load.ts';
import { m365File, m365Spec } from '../../support/m365.ts';
import { needsFile } from '../../support/needs.ts';
import { verifyTarget } from '../../support/output.ts';
import { must } from '../../support/policy.ts';

// The worldwide list of Microsoft 365, which was not written for Portolan. If it is not beside the project, the tests
// are skipped and say which file they need.
const test = needsFile(m365File);

type World = {
  readonly spec: Spec;
  readonly policy: Policy;
  readonly site: RenderedSite;
  readonly findings: readonly Finding[];
};

let made: World | undefined;

/** The compiled and rendered list, made when the first test needs it. */
function world(): World {
  if (made === undefined) {
    const { spec } = must(loadFiles({ 'spec.yaml': m365Spec() }));
    const [policy] = must(compileSites(spec));
    const [site] = must(renderSpec(spec, siteFindings));
    if (policy === undefined || site === undefined) throw new Error('expected one site');
    made = { spec, policy, site, findings: must(lintSpec(spec, '2026-11-24')) };
  }
  return made;
}

function count(words: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** The subjects of a rule's findings: each once, sorted. */
function subjectsOf(rule: string): string[] {
  const found = world().findings.filter((finding) => finding.rule === rule);
  return [...new Set(found.map(({ subject }) => subject))].sort();
}

describe("Microsoft 365's worldwide list", () => {
  test('is a valid spec with a group for each entry', () => {
    const { groups } = world().spec;
    const destinations = new Map(
      groups.flatMap(({ endpoints }) =>
        endpoints.map(({ written, destination }) => [
          written,
          destination.kind === 'host' ? destination.host.kind : destination.kind,
        ]),
      ),
    );
    expect(groups).toHaveLength(1 + 107);
    expect(count(destinations.values())).toEqual({
      exact: 209,
      subdomains: 90,
      pattern: 4,
      network: 131,
      resolvers: 1,
    });
  });

  test('is rendered for every target', () => {
    expect([...world().site.targets.keys()]).toEqual(targets.map(({ name }) => name));
  });

  test('gives outputs that verify with no extra and no missing access', () => {
    const { policy, spec, site } = world();
    const judged = targets.map((target) => {
      const files = site.targets.get(target.name) ?? new Map();
      const { checked, failed } = verifyTarget(target, policy, spec.tests, files);
      return { name: target.name, failed, judged: checked > 10_000 };
    });
    expect(judged).toEqual(targets.map(({ name }) => ({ name, failed: [], judged: true })));
  }, 240_000);

  test('has the expected coverage in each output', () => {
    const { policy: site } = world();
    const rows = targets.map((target) => {
      const kinds = coverageOf(target, site).map(({ coverage }) => coverage.kind);
      return [target.name, count(kinds)];
    });
    expect(Object.fromEntries(rows)).toEqual({
      iptables: { exact: 668, wider: 315, unsupported: 7 },
      pac: { exact: 86, narrower: 455, wider: 12, 'not-applicable': 437 },
      // In this spec, hosts that do not belong to Microsoft have no App-ID of their own.
      paloalto: { exact: 788, narrower: 104, wider: 91, unsupported: 7 },
      pfsense: { exact: 838, unsupported: 152 },
      squid: { exact: 519, narrower: 455, wider: 12, 'not-applicable': 4 },
    });
  });

  test('has no critical finding, and findings for wildcards over all tenants', () => {
    const { findings } = world();
    expect(findings.filter(({ severity }) => severity >= 9)).toEqual([]);
    expect(count(findings.map(({ rule }) => rule))).toEqual({
      'shared-tenant-wildcard': 11,
      'required-not-expressible': 72,
      'partial-label-wildcard': 1,
      cleartext: 302,
      'inspection-bypass': 15,
      'enforced-wider': 319,
      'not-expressible': 114,
      'third-party-domain': 72,
      'app-id-shift': 72,
      'duplicate-or-covered': 124,
    });
    // One for each rule and domain of a group; networks stay alone.
    expect([findings.length, joinFindings(findings).length]).toEqual([1102, 911]);
    expect(subjectsOf('shared-tenant-wildcard')).toEqual([
      '*-files.sharepoint.com',
      '*-myfiles.sharepoint.com',
      '*.azureedge.net',
      '*.blob.core.windows.net',
      '*.cloudapp.net',
      '*.msecnd.net',
      '*.onmicrosoft.com',
      '*.sharepoint.com',
      'autodiscover.*.onmicrosoft.com',
    ]);
  });

  test('has a finding for each host that does not belong to Microsoft', () => {
    const domains = world()
      .findings.filter(({ rule }) => rule === 'third-party-domain')
      .map(({ message }) => message.replace(/ is not in the domains .*/, ''));
    expect([...new Set(domains)].sort()).toEqual(
      [
        'adjust.com apac.trafficmanager.net apple.com atdmt.com bit.ly box.com com.akadns.net',
        'com.edgesuite.net digicert.com dropbox.com dropboxapi.com emea.trafficmanager.net',
        'entrust.net evernote.com facebook.com facebook.net flurry.com geotrust.com',
        'globalsign.com globalsign.net google-analytics.com google.com helpshift.com',
        'identrust.com letsencrypt.org localytics.com meetup.com omniroot.com optimizely.com',
        'public-trust.com spoprod-a.akamaihd.net symcb.com symcd.com tenor.com',
        'us.trafficmanager.net uservoice.com verisign.com verisign.net www.googleapis.com',
        'yahoo.com yahooapis.com youtube.com ytimg.com',
      ].flatMap((line) => line.split(' ')),
    );
  });

  test('has a finding for each wildcard that another wildcard covers', () => {
    const wildcards = subjectsOf('duplicate-or-covered').filter((each) => each.includes('*'));
    expect(wildcards).toEqual([
      '*.keydelivery.mediaservices.windows.net',
      '*.manage.microsoft.com',
      '*.microsoft.com',
      '*.msecnd.net',
      '*.office.net',
      '*.officeconfig.msocdn.com',
      '*.outlook.office.com',
      '*.sharepointonline.com',
      '*.streaming.mediaservices.windows.net',
    ]);
  });

  test('differs from the list without one entry in that entry only', () => {
    const text = m365Spec();
    // Entry 2 is the only one that allows tcp/587, except for the networks of entry 10.
    const less = text.replace(/ {2}- id: entry-2\n[\s\S]*?(?= {2}- id: )/, '');
    expect(less).not.toBe(text);
    const [whole, part] = [sideOf(text), sideOf(less)];
    const none = { outputs: [], unknown: [], verified: null, baseDigest: '', headDigest: '' };
    const same = diff(whole, whole, none, undefined, '1.0.0');
    expect([isChanged(same), same.findings]).toEqual([false, []]);
    const report = diff(whole, part, none, undefined, '1.0.0');
    const { gained, lost } = report.sites.get('office') ?? { gained: [], lost: [] };
    expect(gained).toEqual([]);
    expect([...new Set(lost.flatMap(({ ports }) => ports.map(formatPortRange)))]).toEqual([
      'tcp/587',
    ]);
    expect(lost.map(({ witness }) => witness)).toContain('tcp://smtp.office365.com:587');
    expect(report.held).toBe(false);
  });

  test('has a host that explain shows as allowed in each output', () => {
    const { spec, policy, site } = world();
    const { sites } = explain(must(parseFlow('https://outlook.office.com/')), {
      spec,
      policies: [policy],
      sites: undefined,
      filesOf: (_site, target) => site.targets.get(target),
    });
    const [office] = sites;
    expect(office?.outputs.map(({ target, verdict }) => [target, verdict])).toEqual(
      targets.map(({ name }) => [name, 'allow']),
    );
  });
});

function sideOf(text: string): ComparedSpec {
  const { spec } = must(loadFiles({ 'spec.yaml': text }));
  return { spec, policies: must(compileSites(spec)), exceptions: [], digest: String(text.length) };
}
