/** What `action.yml` has before its steps. */
const head = `# Generated from docs/review.yml by "npm run generate:code". Do not edit.
name: Portolan review
description: Reviews the access that a pull request adds and removes
inputs:
  spec:
    description: The spec, as a path from the top of the repository
    default: spec.yaml
  fail-on:
    description: Access added whose finding has this severity, or a higher one, needs approval
    default: high
runs:
  using: composite
  steps:
`;

/** The settings of the workflow, and their expressions in the action. */
const settings: Readonly<Record<string, string>> = {
  SPEC: 'inputs.spec',
  FAIL_ON: 'inputs.fail-on',
  BASE: "github.event_name == 'pull_request' && 'HEAD^1' || github.event.merge_group.base_sha || 'HEAD'",
};

/** The composite action with the steps of the review workflow. Their comments stay with them. */
export function actionOf(workflow: string): string {
  const [, steps = ''] = workflow.split('\n    steps:\n');
  if (steps === '') throw new Error('the workflow has no steps');
  const blocks = steps.split(/(?<=\n)(?= {6}- )/);
  return head + blocks.map((block) => stepOf(block).replaceAll(/^ {2}/gm, '')).join('');
}

/** A step of the action: a script names its shell and gets the settings that it uses, because an action has no `env`. */
function stepOf(block: string): string {
  const text = block.replaceAll('env.SPEC', 'inputs.spec');
  if (!text.includes('\n        run: |\n')) return text;
  const own = Object.entries(settings).filter(([name]) =>
    new RegExp(`\\$\\{?${name}\\b`).test(text),
  );
  const lines = own.map(([name, value]) => `          ${name}: \${{ ${value} }}\n`).join('');
  const isAlone = !text.includes('\n        env:\n');
  const whole = isAlone && lines !== '' ? `        env:\n${lines}` : '';
  return text
    .replace('\n        env:\n', `\n        env:\n${lines}`)
    .replace('\n        run: |\n', `\n${whole}        shell: bash\n        run: |\n`);
}
