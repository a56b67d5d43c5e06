import { expect } from '@jest/globals';
import { test } from '@jest/globals';
import { closed, additive, guide } from './expected.ts';
import { observe } from './observe.ts';
import { settings } from './lab.ts';
test.each(settings.flatMap((s) => [guide, closed, additive].map((x) => [x, s] as const)))('%o %o', async (site, setting) => {
  const t = Date.now();
  const seen = await observe(site, setting);
  console.log(JSON.stringify({ ...seen, time: Date.now() - t }, null, 1));
  expect(1).toBe(1);
});
