import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { committed, compiled, listed, stale, write } from './products.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
// What is compiled reads the lists, and some of what is committed is made by running what is compiled.
if (!values.check) write(root, listed(root));
write(root, await compiled(root));
const files = await committed(root);

if (values.check) {
  const paths = stale(root, files);
  for (const path of paths) console.error(`${path} is stale: run "npm run generate:code"`);
  process.exitCode = paths.length > 0 ? 1 : 0;
} else {
  write(root, files);
}
