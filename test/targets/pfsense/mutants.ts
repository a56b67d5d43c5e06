import type { TargetFiles } from '../../../src/targets/target.ts';
import { aliasesFile, configFile } from './support.ts';

/** Both files, of which one line was changed, and how. */
export type Mutant = { readonly what: string; readonly files: TargetFiles };

/** Every single line of each file deleted, doubled, swapped with the next, and widened in each way that it can be. */
export function mutantsOf(files: TargetFiles): Mutant[] {
  return [configFile, aliasesFile].flatMap((file) => {
    const text = files.get(file) ?? '';
    return changesOf(text)
      .filter((change) => change.text !== text)
      .map((change) => ({
        what: `${file}: ${change.what}`,
        files: new Map([...files, [file, change.text]]),
      }));
  });
}

type Change = { readonly what: string; readonly text: string };

function changesOf(text: string): Change[] {
  const lines = text.slice(0, -1).split('\n');
  return lines.flatMap((line, index) => {
    const next = lines[index + 1];
    const change = (what: string, others: readonly string[], taken = 1): Change => ({
      what: `${what} line ${index + 1}: ${line}`,
      text: `${[...lines.slice(0, index), ...others, ...lines.slice(index + taken)].join('\n')}\n`,
    });
    return [
      change('delete', []),
      change('double', [line, line]),
      ...(next === undefined ? [] : [change('swap', [next, line], 2)]),
      ...widened(line).map((other) => change(`widen to ${other}`, [other])),
    ];
  });
}

/** A line that opens more, or that pfSense reads as something else than it says. */
function widened(line: string): string[] {
  return [
    line.replace(/<port>.*<\/port>/, '<port>1-65535</port>'),
    line.replace(/<port>.*<\/port>/, '<port>0</port>'),
    line.replace(/<port>.*<\/port>/, ''),
    line.replace(/<protocol>.*<\/protocol>/, '<protocol>tcp/udp</protocol>'),
    line.replace(/<protocol>.*<\/protocol>/, '<protocol>any</protocol>'),
    line.replace(/<type>block</, '<type>pass<'),
    line.replace(/<type>pass</, '<type>match<'),
    line.replace(/<type>network</, '<type>host<'),
    line.replace(/<interface>.*<\/interface>/, '<interface>wan</interface>'),
    line.replace(/<ipprotocol>.*<\/ipprotocol>/, '<ipprotocol>inet46</ipprotocol>'),
    line.replace(/<address>[^<]*<\/address>/, '<any></any>'),
    line.replace(/<address>([^<]*)<\/address>/, '<address>$1 z.example.com</address>'),
    line.replace(/<address>\S+/, '<address>0.0.0.0/0'),
    line.replace(/<any><\/any>/, '<any/>'),
    line.replace(/<disabled><\/disabled>/, ''),
    line.replace(/\/[0-9]+ /, '/1 '),
    line.replace(/\/[0-9]+</, '/1<'),
    line.replace(/^([a-z0-9][^ ]*) /, 'z.example.com '),
    line.replace(/<pfsense .*>/, '<pfsense>'),
    line.replace(/trackers="[^"]*"/, 'trackers="0000000000-4294967295"'),
    line.replace(/<tracker>.*<\/tracker>/, '<tracker>1</tracker>'),
    line.replace(/(<tracker>[0-9]{9})[0-8]/, '$19'),
  ].filter((other) => other !== line);
}
