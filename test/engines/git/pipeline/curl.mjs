// A stand-in for `curl` that talks to GitLab, with the notes of one merge request in the file COMMENTS.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const flag = { type: 'boolean' };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fail: flag,
    silent: flag,
    'show-error': flag,
    header: text,
    output: text,
    request: text,
    'data-urlencode': text,
  },
});
const { COMMENTS } = process.env;
const api = 'https://gitlab.example/api/v4';
const list = `${api}/projects/11/merge_requests/7/notes`;
const url = new URL(positionals[0]);
const path = `${url.origin}${url.pathname}`;
const notes = JSON.parse(readFileSync(COMMENTS, 'utf8'));
const me = 42;

if (readFileSync(values.header.slice(1), 'utf8') !== 'PRIVATE-TOKEN: token\n') {
  process.stderr.write(`curl: (22) The requested URL returned error: 401\n`);
  process.exitCode = 22;
} else if (values.request === undefined && path === `${api}/user`) {
  process.stdout.write(`${JSON.stringify({ id: me })}\n`);
} else if (values.request === undefined && path === list) {
  const from = (Number(url.searchParams.get('page')) - 1) * 100;
  const shown = notes.slice(from, from + Number(url.searchParams.get('per_page')));
  process.stdout.write(
    `${JSON.stringify(shown.map((note, index) => ({ id: from + index, ...note })))}\n`,
  );
} else if (values.request === 'POST' && path === list) {
  save([...notes, { author: { id: me }, body: body() }]);
} else if (values.request === 'PUT' && path.startsWith(`${list}/`)) {
  const id = Number(path.slice(list.length + 1));
  save(notes.map((note, index) => (index === id ? { ...note, body: body() } : note)));
} else throw new Error(`unexpected call: curl ${process.argv.slice(2).join(' ')}`);

function body() {
  return readFileSync(values['data-urlencode'].slice('body@'.length), 'utf8');
}

function save(value) {
  writeFileSync(COMMENTS, JSON.stringify(value));
}
