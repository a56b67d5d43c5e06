import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { root } from '../../support/rendered.ts';
import { open, startBrowser } from './browser.ts';
import { changePage, guidePage, manyPage } from './samples.ts';

/** Writes the pictures of pages that documents show. Run it with `npm run screenshots` after `npm run build`. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-screenshots-'));
  const browser = await startBrowser(folder);
  try {
    await takeAll(browser, folder);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function takeAll(browser: Browser, folder: string): Promise<void> {
  mkdirSync(join(root, 'docs/images'), { recursive: true });
  await take(browser, changePage(folder).file, { name: 'page-diff' });
  await take(browser, guidePage(folder).file, {
    name: 'page-flow',
    flow: 'https://x.api.pitneybowes.com/',
    colorScheme: 'dark',
  });
  await take(browser, manyPage(folder).file, { name: 'page-endpoints', section: 'endpoints' });
}

type Picture = {
  readonly name: string;
  readonly flow?: string;
  readonly section?: string;
  readonly colorScheme?: 'light' | 'dark';
};

async function take(
  browser: Browser,
  file: string,
  { name, flow, section = 'page', colorScheme = 'light' }: Picture,
): Promise<void> {
  const { page } = await open(browser, file, {
    colorScheme,
    viewport: { width: 1200, height: 700 },
  });
  if (flow !== undefined) await page.fill('#flow-text', flow);
  await page.evaluate((id) => document.getElementById(id)?.scrollIntoView(), section);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  await page.screenshot({ path: join(root, `docs/images/${name}.png`) });
}

await main();
