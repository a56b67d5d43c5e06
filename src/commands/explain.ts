import { exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { explainFormats } from '../report/explain/index.ts';
import { inFormat } from '../report/formats.ts';
import { verb } from './cli/verb.ts';
import { formatOption, maxSize, out, site, spec } from './shared/options.ts';

/** Says who allows a flow, or why nobody does: exit 0 when a chosen site allows it, else 1. Writes nothing. */
export const explain = verb({
  name: 'explain',
  describe: 'who allows a flow, and where does each output decide it? or why not',
  argument: {
    name: 'flow',
    describe: 'a URL, tcp://HOST:PORT, udp://HOST:PORT or HOST:PORT[/udp]',
    values: 'text',
    required: true,
    example: 'https://www.example.com/',
  },
  options: [spec, out, site, formatOption(explainFormats), maxSize],
  async run(given, { paint }) {
    const { explainFlow } = await import('./explain/explanation.ts');
    const answer = explainFlow(given);
    printResult(await inFormat(explainFormats[given.format], answer, paint));
    const { sites } = answer.explanation;
    return sites.some(({ rules }) => rules.length > 0) ? exitCode.yes : exitCode.no;
  },
});
