import { helpOf } from '../src/commands/cli/parser.ts';
import { verbs } from '../src/commands/verbs.ts';

/** The help of the tool and of each command, in Markdown. */
export async function cliHelp(): Promise<string> {
  const sections = await Promise.all(verbs.map(({ name }) => section(`portolan ${name}`, name)));
  return [await section('portolan'), ...sections].join('\n\n');
}

async function section(title: string, verb?: string): Promise<string> {
  const help = await helpOf(verb);
  return [`### ${title}`, '', '```text', help.trimEnd(), '```'].join('\n');
}
