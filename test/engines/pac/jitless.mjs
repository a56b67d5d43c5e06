// Answers many questions of one PAC file, as a browser's engine runs it: node --jitless jitless.mjs
// On standard input: { text, questions: [[url, host]] }; on standard output: { compiles, answers }.
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

const { text, questions } = JSON.parse(readFileSync(0, 'utf8'));
const context = createContext({});
runInContext(text, context);
const answer = runInContext('FindProxyForURL', context);
const answers = questions.map(([url, host]) => answer(url, host));
// Without a compiler there is no WebAssembly.
process.stdout.write(JSON.stringify({ compiles: 'WebAssembly' in globalThis, answers }));
