import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { committed, compiled, listed, stale, write } from './products.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
// Compiled modules need the lists, and some committed files are made by running compiled modules.
if (!values.check) write(root, listed(root));
write(root, await compiled(root));
const files = await committed(root);

if (values.check) {
  const paths = stale(root, files);
  for (const path of paths) console.error(`${path} is out of date. Run: npm run generate:code`);
  process.exitCode = paths.length > 0 ? 1 : 0;
} else {
  write(root, files);
}
