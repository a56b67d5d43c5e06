import { visible } from '../../characters.ts';

/** A test case of a JUnit report. */
export type JunitCase = {
  readonly name: string;
  /** What failed; null for a case that passed. */
  readonly failure: string | null;
};

/** Test cases of one part, such as an output of a site. */
export type JunitSuite = { readonly name: string; readonly cases: readonly JunitCase[] };

/** A JUnit report, which pipelines show as test results. */
export function junitText(suites: readonly JunitSuite[]): string {
  const cases = suites.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Portolan" ${totals(cases)}>`,
    ...suites.flatMap((suite) => [
      `  <testsuite name="${encoded(suite.name)}" ${totals(suite.cases)}>`,
      ...suite.cases.flatMap((each) => caseLines(suite.name, each)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function totals(cases: readonly JunitCase[]): string {
  const failed = cases.filter(({ failure }) => failure !== null).length;
  return `tests="${cases.length}" failures="${failed}" errors="0" skipped="0"`;
}

function caseLines(suite: string, { name, failure }: JunitCase): string[] {
  const start = `    <testcase classname="${encoded(suite)}" name="${encoded(name)}"`;
  if (failure === null) return [`${start}/>`];
  const [first = ''] = failure.split('\n');
  const text = failure.split('\n').map(encoded).join('\n');
  return [
    `${start}>`,
    `      <failure message="${encoded(first)}">${text}</failure>`,
    '    </testcase>',
  ];
}

/** Text for an attribute or an element. No hidden character is left, so all are valid in XML. */
function encoded(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
