import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { PageData } from '../../../src/page/data.ts';
import { pageFile } from '../../../src/report/html/file.ts';
import { fragments } from '../../report/hostile.ts';
import { git } from '../../support/git.ts';
import { missingForNamespace, needsNamespace } from '../../support/programs.ts';
import { open, startBrowser } from './browser.ts';
import { changePage, checksPage, guidePage, linkedPage, manyPage, type Sample } from './samples.ts';

const needsBrowser = needsNamespace('chromium');

const home = mkdtempSync(join(tmpdir(), 'portolan-page-'));
let browser: Browser | undefined;
const pages = new Map<string, Sample>();

beforeAll(async () => {
  if (missingForNamespace('chromium').length === 0) browser = await startBrowser(home);
});

afterAll(async () => {
  await browser?.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
});

const makers = { guide: guidePage, change: changePage, checks: checksPage, many: manyPage };

async function opened(
  name: keyof typeof makers,
  options: Parameters<typeof open>[2] = {},
): Promise<Awaited<ReturnType<typeof open>>> {
  const sample = pages.get(name) ?? makers[name](home);
  pages.set(name, sample);
  if (browser === undefined) throw new Error('the browser did not start');
  return open(browser, sample.file, options);
}

/** The texts of the rows of a section, each as one line. */
async function rowsOf(page: Page, section: string): Promise<string[]> {
  const texts = await page.locator(`#${section} tbody > tr`).allInnerTexts();
  return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim());
}

async function answersTo(page: Page, flow: string): Promise<string[]> {
  await page.fill('#flow-text', flow);
  return rowsOf(page, 'flow');
}

describe('the field for a flow', () => {
  needsBrowser('answers for each output as one types', async () => {
    const { page } = await opened('guide');
    await page.locator('#flow-text').pressSequentially('https://api.pitneybowes.com/');
    const status = page.locator('#flow-result');
    expect(await status.innerText()).toBe('The spec allows it; 5 of 5 outputs allow it.');
    const [row] = await rowsOf(page, 'flow');
    expect(row).toMatch(
      /^example default deny allow spec\.yaml:\d+ allow iptables\/dnsmasq\.conf:\d+/,
    );
    expect(await answersTo(page, 'https://x.api.pitneybowes.com/')).toEqual([
      expect.stringMatching(
        /deny allow differs from the spec iptables\/dnsmasq\.conf:\d+ deny deny deny deny$/,
      ),
    ]);
    expect(await answersTo(page, 'udp://192.0.2.77:9')).toEqual([
      'example default deny deny deny not decided deny deny not decided',
    ]);
  });

  needsBrowser('says why a text is not a flow', async () => {
    const { page } = await opened('guide');
    expect(await answersTo(page, 'example.com')).toEqual([]);
    expect(await page.locator('#flow-result').innerText()).toMatch(
      /has no port\. Help: add the port/,
    );
  });
});

describe('the filters', () => {
  needsBrowser('select by text, severity, group, tier, output and site', async () => {
    const { page } = await opened('change');
    const added = await rowsOf(page, 'added');
    expect(added[0]).toMatch(/^critical any udp\/123 ANY/);
    const filtered = async (id: string, value: string) => {
      await page.selectOption(`#filter-${id}`, value);
      const [rows, entries] = [await rowsOf(page, 'added'), await rowsOf(page, 'endpoints')];
      await page.getByRole('button', { name: 'Clear' }).click();
      return { rows, entries };
    };
    const high = await filtered('severity', 'high');
    expect(high.rows.length).toBeGreaterThan(3);
    expect(high.rows.filter((row) => !row.startsWith('high '))).toEqual([]);
    const voice = await filtered('group', 'voice');
    expect(voice.entries.filter((row) => !row.includes('voice, recommended'))).toEqual([]);
    expect(voice.rows.length).toBeGreaterThan(2);
    const required = await filtered('tier', 'required');
    expect(required.entries.filter((row) => !row.includes(', required'))).toEqual([]);
    const shop = await filtered('site', 'shop');
    expect(shop.rows.filter((row) => !row.includes('shop, for 198.51.100.0/26'))).toEqual([]);
    const pac = await filtered('output', 'pac');
    expect(pac.rows.length).toBeLessThan(added.length);
    await page.fill('#filter', 'net-103 broker');
    expect(await rowsOf(page, 'added')).toHaveLength(2);
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await rowsOf(page, 'added')).toEqual(added);
  });

  needsBrowser('select one of 10,000 endpoints before the next frames are painted', async () => {
    const { page } = await opened('many');
    expect(await page.locator('#endpoints h2').innerText()).toBe('Endpoints 10,000');
    const times: number[] = [];
    for (const text of ['h', 'host-42', 'host-4242', 'part-7 net-5', '']) {
      times.push(await paintedAfter(page, text));
    }
    await page.fill('#filter', 'host-4242.');
    expect(await rowsOf(page, 'endpoints')).toEqual([expect.stringContaining('host-4242.part-8')]);
    // Two frames are 33 ms. The limit leaves room for a machine that is busy with other tests.
    expect(times.sort((a, b) => a - b)[2]).toBeLessThan(250);
  });
});

/** Milliseconds from an input to the frame after the one that shows it. */
function paintedAfter(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (value) =>
      new Promise<number>((resolve) => {
        const field = document.querySelector<HTMLInputElement>('#filter');
        if (field === null) throw new Error('no field');
        const start = performance.now();
        field.value = value;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
      }),
    text,
  );
}

describe('the keyboard', () => {
  needsBrowser('reaches the field, the filters and the details of an endpoint', async () => {
    const { page } = await opened('guide');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      'Skip to the content',
    );
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('https://play.google.com/');
    expect(await page.locator('#flow-result').innerText()).toMatch(/^The spec allows it/);
    const fold = page.locator('#endpoints .fold').first();
    await fold.focus();
    await page.keyboard.press('Enter');
    expect(await fold.getAttribute('aria-expanded')).toBe('true');
    expect(await page.locator('#endpoints .opened').innerText()).toMatch(
      /group\s+name-lookup: DNS/,
    );
    await page.keyboard.press('Space');
    expect(await page.locator('#endpoints .opened').count()).toBe(0);
  });
});

describe('each page', () => {
  const looks = [
    { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
    { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
    { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  ] as const;

  needsBrowser('has no findings of axe-core, fits its width and asks for nothing', async () => {
    for (const name of ['guide', 'change', 'checks'] as const)
      for (const look of looks) {
        const { page, requests, complaints } = await opened(name, look);
        await page.fill('#flow-text', 'https://evil.okta.com/');
        await page.locator('#endpoints .fold').first().click();
        expect([name, look, await findingsOfAxe(page)]).toEqual([name, look, []]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect([name, width]).toEqual([name, look.viewport.width]);
        expect([name, requests, complaints]).toEqual([name, [], []]);
        await page.context().close();
      }
  });

  needsBrowser('has no heading or badge over the next column, at any width', async () => {
    for (const name of ['guide', 'change'] as const)
      for (const width of [993, 1100, 1190, 1280]) {
        const { page } = await opened(name, { viewport: { width, height: 800 } });
        const over = await page.evaluate(() =>
          [...document.querySelectorAll('th, .col-severity')]
            .filter((cell) => cell.scrollWidth > cell.clientWidth)
            .map((cell) => cell.textContent),
        );
        expect([name, width, over]).toEqual([name, width, []]);
        await page.context().close();
      }
  });

  needsBrowser('follows the color scheme of the system', async () => {
    const backs = await Promise.all(
      (['light', 'dark'] as const).map(async (colorScheme) => {
        const { page } = await opened('guide', { colorScheme });
        return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      }),
    );
    expect(backs).toEqual(['rgb(255, 255, 255)', 'rgb(15, 20, 25)']);
  });

  needsBrowser('prints every row', async () => {
    const { page } = await opened('many');
    const made = () => page.locator('#endpoints tbody > tr').count();
    expect(await made()).toBeLessThan(1000);
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    expect(await made()).toBe(10_000);
  });
});

/** What axe-core finds, as `rule: selector`. The protocol runs it, since the page's policy admits no other script. */
async function findingsOfAxe(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: engine } = window as unknown as { axe: { run(): Promise<AxeResult> } };
    const { violations } = await engine.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
  });
}

type AxeResult = { violations: { id: string; nodes: { target: string[] }[] }[] };

describe('the page of a change', () => {
  needsBrowser(
    'shows why access is added, an example flow, and what each output answers',
    async () => {
      const { page } = await opened('change');
      const rows = await rowsOf(page, 'added');
      expect(rows[0]).toMatch(/^critical any udp\/123 ANY udp:\/\//);
      expect(rows.find((row) => row.startsWith('high *.s3.amazonaws.com '))).toBe(
        'high *.s3.amazonaws.com tcp/443 NEW https://anything.s3.amazonaws.com/ depot, for 192.0.2.0/24, 2001:db8:c1::/64 group cloud (required) purpose registration and parcels ticket NET-102 requester Kim Lee expires 2027-03-31 source manual, Required hosts shared-tenant-wildcard 8.8 required-not-expressible 7.0 inspection-bypass 4.5 app-id-shift 4.0 enforced-wider 4.0 not-expressible 4.0 third-party-domain 4.0 allow iptables, pac, paloalto, squid deny pfsense after/spec.yaml:32:9',
      );
      expect(await rowsOf(page, 'removed')).toEqual([
        expect.stringMatching(
          /old\.example\.com .* was allowed, is now denied .* deny iptables, pac,/,
        ),
      ]);
    },
  );

  needsBrowser(
    'begins with lost protection, and folds a long list of what was allowed',
    async () => {
      if (browser === undefined) throw new Error('the browser did not start');
      const data = dataIn(changePage(home).file);
      const [change, ...changes] = data.changes;
      const [gain, ...gains] = data.gains;
      if (change === undefined || gain === undefined) throw new Error('no change');
      const was = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.example.com tcp/443`);
      const file = join(home, 'unprotected.html');
      const spoilt = {
        ...data,
        changes: [...changes, { ...change, isUnprotecting: true }],
        gains: [{ ...gain, was }, ...gains],
      };
      writeFileSync(file, pageFile(spoilt));
      const { page } = await open(browser, file);
      const sections = await page
        .locator('main > section')
        .evaluateAll((all) => all.map(({ id }) => id));
      expect(sections).toEqual([
        ...[
          'flow',
          'unprotected',
          'added',
          'removed',
          'checks',
          'changes',
          'findings',
          'endpoints',
        ],
      ]);
      const details = page.locator('#added details');
      const isSeen = () =>
        details.evaluate(
          (each) =>
            each.getBoundingClientRect().height >
            1.5 * (each.firstElementChild?.getBoundingClientRect().height ?? 0),
        );
      expect(await details.locator('summary').innerText()).toBe('and 2 more');
      expect(await isSeen()).toBe(false);
      await page.emulateMedia({ media: 'print' });
      expect(await isSeen()).toBe(true);
      await page.emulateMedia({ media: 'screen' });
      await details.locator('summary').press('Enter');
      expect(await isSeen()).toBe(true);
    },
  );

  needsBrowser('says who accepted a finding, below the open ones', async () => {
    const { page } = await opened('guide');
    const rows = await rowsOf(page, 'findings');
    const first = rows.findIndex((row) => row.includes(' accepted: '));
    expect(first).toBeGreaterThan(0);
    expect(rows.slice(first).filter((row) => !row.includes(' accepted: '))).toEqual([]);
    expect(rows[first]).toContain('(GUIDE-1, Network Security, until 2027-10-31)');
  });
});

describe('the links of a page', () => {
  /** The address of the first link of a row that contains a text. */
  const linkIn = (page: Page, section: string, text: string) =>
    page
      .locator(`#${section} tbody > tr`, { hasText: text })
      .first()
      .locator('.place a')
      .first()
      .getAttribute('href');

  needsBrowser('are lines of the compared commits where a pipeline knows them', async () => {
    if (browser === undefined) throw new Error('the browser did not start');
    const { file, commits } = linkedPage(home);
    const { page, requests, complaints } = await open(browser, file);
    const lineOf = (commit: number, text: string) => {
      const lines = git(join(home, 'linked'), 'show', `${commits[commit]}:specs/spec.yaml`).split(
        '\n',
      );
      const line = lines.findIndex((each) => each.includes(text)) + 1;
      return `https://github.example/a/b/blob/${commits[commit]}/specs/spec.yaml#L${line}`;
    };
    const [base, head] = [0, 1];
    expect(await linkIn(page, 'added', '*.okta.com')).toBe(lineOf(head, '*.okta.com'));
    expect(await linkIn(page, 'removed', 'old.example.com')).toBe(lineOf(base, 'old.example.com'));
    expect(await linkIn(page, 'checks', 'evil.okta.com')).toBe(lineOf(base, 'only look alike'));
    expect(await linkIn(page, 'findings', 'any-destination')).toBe(lineOf(head, 'to: any'));
    await page.fill('#flow-text', 'https://evil.okta.com/');
    expect(await linkIn(page, 'flow', 'depot')).toBe(lineOf(head, '*.okta.com'));
    expect(await findingsOfAxe(page)).toEqual([]);
    expect([requests, complaints]).toEqual([[], []]);
  });

  needsBrowser('are none outside of a pipeline', async () => {
    const { page } = await opened('change', { colorScheme: 'light' });
    expect(await page.locator('a[href^="http"]').count()).toBe(0);
  });

  needsBrowser(
    'are addresses of the web below those of the pipeline, whatever a file is called',
    async () => {
      if (browser === undefined) throw new Error('the browser did not start');
      const data = dataIn(changePage(home).file);
      const links = {
        files: 'https://github.example/a/b/blob/1',
        before: 'https://github.example/a/b/blob/2',
        homepage: 'https://github.example/p/README.md',
      };
      const places = [
        'javascript:alert(1)',
        '"onclick="alert(2)',
        '../../evil',
        '/\\evil',
        '?x',
        '#y',
      ];
      for (const [index, place] of places.entries()) {
        const file = join(home, `links-${index}.html`);
        writeFileSync(file, pageFile({ ...withPlaces(data, `${place}:3:5`), links }));
        const { page } = await open(browser, file);
        const addresses = await page
          .locator('a:not([href^="#"])')
          .evaluateAll((found) => found.map((each) => (each as HTMLAnchorElement).href));
        expect(addresses.length).toBeGreaterThan(10);
        expect(
          addresses.filter(
            (address) =>
              !/^https:\/\/github\.example\/a\/b\/blob\/[12]\/[^?#]+#L3$/.test(address) &&
              !/^https:\/\/github\.example\/p\/docs\/rules\.md#[a-z-]+$/.test(address),
          ),
        ).toEqual([]);
        await page.context().close();
      }
    },
  );

  needsBrowser('are none if an address is not one of the web', async () => {
    if (browser === undefined) throw new Error('the browser did not start');
    const data = dataIn(changePage(home).file);
    const address = 'javascript:alert(1)//';
    const links = { files: address, before: address, homepage: address };
    const file = join(home, 'links-none.html');
    writeFileSync(file, pageFile({ ...data, links }));
    const { page } = await open(browser, file);
    expect(await page.locator('a:not([href^="#"])').count()).toBe(0);
  });
});

/** The same data with another location wherever the spec has one. */
function withPlaces<Value>(value: Value, place: string): Value {
  if (typeof value === 'string') return (/^[^ ]+:\d+:\d+$/.test(value) ? place : value) as Value;
  if (Array.isArray(value)) return value.map((each) => withPlaces(each, place)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withPlaces(inner, place)]),
  ) as Value;
}

describe('hostile text', () => {
  needsBrowser('in every field of the data is shown as text and runs nothing', async () => {
    if (browser === undefined) throw new Error('the browser did not start');
    const { file: source } = changePage(home);
    const data = dataIn(source);
    const hostile = Object.values(fragments).join(' ');
    const attacks = [
      `</script><script>alert(1)</script><img src=x onerror=alert(2)>${hostile}`,
      `"><svg onload=alert(3)><a href="javascript:alert(4)">${'\u2028'}]]><!-- <style>*{display:none}`,
    ];
    for (const [index, attack] of attacks.entries()) {
      const file = join(home, `hostile-${index}.html`);
      writeFileSync(file, pageFile(attacked(data, attack)));
      const { page, requests, complaints } = await open(browser, file);
      await page.locator('#endpoints .fold').first().click();
      expect([requests, complaints]).toEqual([[], []]);
      expect(await page.locator('img, svg, iframe, a:not([href^="#"]), script').count()).toBe(2);
      expect(await page.locator('.head').innerText()).toContain('alert(');
      await page.context().close();
    }
  });

  needsBrowser(
    'cannot add a script or a request, because the policy of the page admits none',
    async () => {
      const { page } = await opened('guide');
      const blocked = await page.evaluate(async () => {
        const found: string[] = [];
        document.addEventListener('securitypolicyviolation', (event) =>
          found.push(event.effectiveDirective),
        );
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        const image = document.createElement('img');
        image.src = 'https://www.example.com/x.png';
        document.body.append(script, image);
        await fetch('https://www.example.com/').catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return found.sort();
      });
      expect(blocked).toEqual(['connect-src', 'img-src', 'script-src-elem']);
      expect(await page.evaluate(() => 'ran' in window)).toBe(false);
    },
  );
});

/** The data in the file of a page. */
function dataIn(file: string): PageData {
  const [, json = ''] = /id="data">([^<]*)</.exec(readFileSync(file, 'utf8')) ?? [];
  return JSON.parse(json);
}

/** The same data with an attack after every text. Only sets and destinations are never shown. */
function attacked<Value>(value: Value, attack: string, key = ''): Value {
  if (key === 'sets' || key === 'destinations') return value;
  if (typeof value === 'string') return `${value}${attack}` as Value;
  if (Array.isArray(value)) return value.map((each) => attacked(each, attack, key)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, attacked(inner, attack, name)]),
  ) as Value;
}

describe('the size of a page', () => {
  needsBrowser('of the guide is at most 200 KB', async () => {
    const { file } = pages.get('guide') ?? guidePage(home);
    expect(readFileSync(file).length).toBeLessThanOrEqual(200_000);
  });
});
