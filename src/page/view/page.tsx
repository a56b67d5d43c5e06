import { useMemo, useState } from 'preact/hooks';
import type { PageData, PageFinding } from '../data.ts';
import {
  choicesOf,
  type Filters,
  noFilters,
  type Row,
  rowsOf,
  selected,
  severitiesInOrder,
} from '../filter.ts';
import { questionsOf } from '../questions.ts';
import { AccessSection } from './access.tsx';
import { ChangesSection } from './changes.tsx';
import { ChecksSection } from './checks.tsx';
import { EntriesSection } from './entries.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FindingsSection } from './findings.tsx';
import { FlowPanel } from './flow-panel.tsx';
import { LinksContext } from './links.tsx';
import { numberText, Severity } from './words.tsx';

/** The whole page. The filters apply to every section. */
export function Page({ data }: { readonly data: PageData }) {
  const [filters, setFilters] = useState<Filters>(noFilters);
  const rows = useMemo(() => rowsOf(data), [data]);
  const choices = useMemo(() => choicesOf(rows), [rows]);
  const questions = useMemo(() => questionsOf(data), [data]);
  const shown = useMemo(
    () => ({
      gains: selected(rows.gains, filters),
      losses: selected(rows.losses, filters),
      findings: selected(rows.findings, filters),
      failures: selected(rows.failures, filters),
      entries: selected(rows.entries, filters),
    }),
    [rows, filters],
  );
  const { gains, losses, findings, failures, entries } = rows;
  const unprotecting = data.changes.filter(({ isUnprotecting }) => isUnprotecting);
  const changes = data.changes.filter(({ isUnprotecting }) => !isUnprotecting);
  const sections: Section[] = [
    ['unprotected', 'Protection removed', unprotecting.length, unprotecting.length],
    ['added', 'Access added', shown.gains.length, gains.length],
    ['removed', 'Access removed', shown.losses.length, losses.length],
    ['checks', 'Failed checks', shown.failures.length, failures.length],
    ['changes', 'Other changes', changes.length, changes.length],
    ['findings', titleOf(findings), shown.findings.length, findings.length],
    ['endpoints', 'Endpoints', shown.entries.length, entries.length],
  ];
  return (
    <LinksContext.Provider value={data.links}>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <Head data={data} />
      <FilterBar filters={filters} choices={choices} onChange={setFilters}>
        <Contents sections={sections} />
      </FilterBar>
      <main id="content" tabIndex={-1}>
        {questions.sites.length > 0 && <FlowPanel questions={questions} filters={filters} />}
        <ChangesSection id="unprotected" title="Protection removed" changes={unprotecting} />
        <AccessSection
          id="added"
          title="Access added"
          rows={shown.gains}
          all={gains.length}
          questions={questions}
          filters={filters}
        />
        <AccessSection
          id="removed"
          title="Access removed"
          rows={shown.losses}
          all={losses.length}
          questions={questions}
          filters={filters}
        />
        <ChecksSection checks={data.checks} rows={shown.failures} filters={filters} />
        <ChangesSection id="changes" title="Other changes" changes={changes} />
        <FindingsSection
          title={titleOf(findings)}
          rows={shown.findings}
          all={findings.length}
          filters={filters}
        />
        <EntriesSection data={data} rows={shown.entries} filters={filters} />
      </main>
      <Foot data={data} />
    </LinksContext.Provider>
  );
}

/** Problems of an invalid spec have no severity. */
function titleOf(findings: readonly Row<PageFinding>[]): string {
  return findings.some(({ item }) => item.severity === null) ? 'Problems' : 'Findings';
}

function Head({ data }: { readonly data: PageData }) {
  const { command, spec, sentences, gains, findings } = data;
  const rated = command === 'diff' ? gains : findings.filter(({ accepted }) => accepted === null);
  const [worst, ...others] = sentences;
  const counts = severitiesInOrder.flatMap((name) => {
    const number = rated.filter(({ severity }) => severity === name).length;
    return number === 0 ? [] : [[name, number] as const];
  });
  return (
    <header class="head">
      <p class="over">
        Portolan {command} <span class="mono">{spec}</span>
      </p>
      <h1>{worst}</h1>
      {others.length > 0 && (
        <ul class="lead">
          {others.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {counts.length > 0 && (
        <p class="counts">
          {command === 'diff' ? 'Access added: ' : 'Findings: '}
          {counts.map(([name, number]) => (
            <Severity key={name} name={name} number={number} />
          ))}
        </p>
      )}
    </header>
  );
}

type Section = readonly [id: string, title: string, shown: number, all: number];

function Contents({ sections }: { readonly sections: readonly Section[] }) {
  const listed = sections.filter(([, , , all]) => all > 0);
  return (
    <nav aria-label="Sections">
      {listed.map(([id, title, shown, all]) => (
        <a key={id} href={`#${id}`}>
          {title}{' '}
          <span class="count">
            {shown === all ? numberText(all) : `${numberText(shown)}/${numberText(all)}`}
          </span>
        </a>
      ))}
    </nav>
  );
}

function Foot({ data: { version, facts } }: { readonly data: PageData }) {
  return (
    <footer>
      {facts.map(([label, text]) => (
        <span key={label}>
          {label} <span class="mono">{text}</span>
        </span>
      ))}
      <span>Portolan {version}</span>
      <span>This file loads nothing and sends nothing.</span>
    </footer>
  );
}
