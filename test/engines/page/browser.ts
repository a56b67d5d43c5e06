import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a browser in a network namespace of its own, where no packet can leave. `folder` is removed by the caller. */
export function startBrowser(folder: string): Promise<Browser> {
  const program = join(folder, 'chromium.sh');
  writeFileSync(program, '#!/bin/sh\nexec unshare --net chromium "$@"\n', { mode: 0o755 });
  return chromium.launch({
    executablePath: program,
    headless: true,
    chromiumSandbox: false,
    args: flags,
    // Files that it leaves are removed with the directory.
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder },
  });
}

/** A page, and what the browser says about it. */
export type Opened = {
  readonly page: Page;
  /** The requests except the page's own file. */
  readonly requests: readonly string[];
  /** Errors, dialogs and messages of the console. */
  readonly complaints: readonly string[];
};

/** Opens the file of a page. */
export async function open(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const [requests, complaints]: [string[], string[]] = [[], []];
  const own = `file://${file}`;
  page.on('request', (request) => {
    if (request.url() !== own) requests.push(request.url());
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(own);
  return { page, requests, complaints };
}
