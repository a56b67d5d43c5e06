import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPacResolver } from 'pac-resolver';
import { QuickJS } from 'quickjs-wasi';
import { inFolder } from '../../support/folder.ts';
import { needsProgram, run } from '../../support/programs.ts';
import type { Question } from '../../targets/pac/spellings.ts';

/** What a client passes to a file. */
type Asked = { readonly url: string; readonly host: string };

const header = run('cc', ['-E', '-include', 'pacparser.h', '-x', 'c', '/dev/null']);

/** A test that builds a program with libpacparser. */
export const needsPacparser = needsProgram(
  'cc',
  ...(header.status === 0 ? [] : ['libpacparser-dev']),
);

/** libpacparser, which is SpiderMonkey of old; where it refuses the file or the question it says `failed`. */
export function askPacparser(text: string, questions: readonly Asked[]): string[] {
  return inFolder((folder) => {
    const [program, file] = [join(folder, 'pacparser'), join(folder, 'proxy.pac')];
    const source = join(import.meta.dirname, 'pacparser.c');
    must(run('cc', ['-o', program, source, '-lpacparser']));
    writeFileSync(file, text);
    const lines = questions.map(({ url, host }) => `${url}\t${host}\n`);
    const { status, stdout } = run(program, [file], lines.join(''));
    return status === 0 ? stdout.split('\n').slice(0, -1) : questions.map(() => 'failed');
  });
}

/** V8 without its compilers, which is how Chromium runs a PAC. */
export function askJitless(text: string, questions: readonly Asked[]): string[] {
  const program = ['--jitless', join(import.meta.dirname, 'jitless.mjs')];
  const input = JSON.stringify({ text, questions: questions.map(({ url, host }) => [url, host]) });
  const said = must(run(process.execPath, program, input));
  const { compiles, answers } = JSON.parse(said) as { compiles: boolean; answers: string[] };
  if (compiles) throw new Error('node compiles although it was told not to');
  return answers;
}

/** pac-resolver, QuickJS, which is what Node programs use. It passes the host of the URL unless it is told another. */
export async function askPacResolver(
  text: string,
  questions: readonly Pick<Question, 'url' | 'host' | 'mistaken'>[],
): Promise<string[]> {
  const engine = await QuickJS.create();
  const answer = createPacResolver(engine, text);
  try {
    return await Promise.all(
      questions.map(({ url, host, mistaken }) => answer(url, mistaken ? host : undefined)),
    );
  } finally {
    engine.dispose();
  }
}

/** What a program printed; it is an error that it failed. */
function must({ status, stdout, stderr }: ReturnType<typeof run>): string {
  if (status !== 0) throw new Error(`ended with ${status}: ${stderr.slice(-2000)}`);
  return stdout;
}
