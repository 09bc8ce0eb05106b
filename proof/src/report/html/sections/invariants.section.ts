import type { Finding, Verdict } from '../../../model/finding.ts';
import type { RunRecord } from '../../../model/run-record.ts';
import { grouped } from '../../show-numbers.ts';
import { html, type Html } from '../html.ts';
import { badge, type Tone } from './badge.ts';
import { tableSection } from './table.ts';

const BADGES: Readonly<Record<Verdict, readonly [Tone, string]>> = {
  held: ['good', 'held'],
  broken: ['bad', 'BROKEN'],
  not_shown: ['open', 'not shown'],
  no_case: ['none', 'no case'],
};

/** Enough to begin with; the rest is in summary.json. */
const SHOWN_FINDINGS = 20;

export const invariantsSection = ({ invariants, looks }: Pick<RunRecord, 'invariants' | 'looks'>): Html =>
  tableSection({
    id: 'invariants',
    title: 'Invariants',
    note: `Judged by a checker that shares no code with the services and reads only the databases, the topic, the provider’s record and the clients’ log: ${grouped(looks)} times while the run went on, for what must hold at every instant, and after the drain for all of it.`,
    columns: [{ head: 'verdict' }, { head: 'invariant' }, { head: 'examined', isNumber: true }],
    rows: invariants.map(({ invariant, law, examined, findings, verdict }) => [
      badge(...BADGES[verdict]),
      html`<strong>${invariant}</strong><br />${law}${findingList(findings)}`,
      grouped(examined),
    ]),
    ifEmpty: 'No invariant was checked.',
  });

const findingList = (findings: readonly Finding[]): Html | null =>
  findings.length === 0
    ? null
    : html`<ul class="findings">
        ${findings.slice(0, SHOWN_FINDINGS).map(({ detail, subject }) => html`<li>${detail} ${subjectText(subject)}</li>`)}
        ${findings.length > SHOWN_FINDINGS ? html`<li>and ${grouped(findings.length - SHOWN_FINDINGS)} more</li>` : null}
      </ul>`;

const subjectText = (subject: Finding['subject']): Html[] =>
  Object.entries(subject).map(([name, value]) => html`<code>${name} ${value}</code> `);
