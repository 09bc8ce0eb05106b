import type { JudgedResult } from '../../model/finding.ts';
import type { RunRecord } from '../../model/run-record.ts';
import { truthText } from '../show-metric.ts';
import { escapeXml } from './escape-xml.ts';

/** Enough to see what broke; the rest is in summary.json. */
const SHOWN_FINDINGS = 20;

type Outcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'failure' | 'error'; readonly message: string };

interface Case {
  readonly group: string;
  readonly name: string;
  readonly outcome: Outcome;
}

/** The run as JUnit XML: what is broken is a failure, what was not shown an error, what had no case is skipped. */
export function junitXml(record: RunRecord): string {
  const cases = [...casesOf(record), verdictCase(record)];
  const count = (kind: Outcome['kind']): number => cases.filter(({ outcome }) => outcome.kind === kind).length;
  const seconds = (Date.parse(record.endedAt) - Date.parse(record.startedAt)) / 1_000;
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
  const name = escapeXml(`prove seed ${record.seed}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} time="${seconds}">`,
    `  <testsuite name="${name}" ${counts} time="${seconds}" timestamp="${escapeXml(record.startedAt)}">`,
    ...cases.map(caseXml),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const casesOf = ({ invariants, metrics, controls }: RunRecord): Case[] => [
  ...invariants.map((result) => ({ group: 'invariant', name: result.invariant, outcome: outcomeOf(result) })),
  ...metrics.map((metric) => ({
    group: 'metric',
    name: metric.name,
    outcome: metric.ok ? OK : failure(`${metric.fromMetrics} from the metrics, the truth is ${truthText(metric)}`),
  })),
  ...controls.map(({ name, caught, detail, expectedInvariant }) => ({
    group: 'control',
    name,
    outcome: caught ? OK : failure(`${expectedInvariant} stayed green: ${detail}`),
  })),
];

const OK: Outcome = { kind: 'ok' };
const failure = (message: string): Outcome => ({ kind: 'failure', message });

function outcomeOf({ verdict, law, findings }: JudgedResult): Outcome {
  if (verdict === 'held') return OK;
  if (verdict === 'no_case') return { kind: 'skipped' };
  if (verdict === 'not_shown') return { kind: 'error', message: `not shown: ${law}` };
  const shown = findings.slice(0, SHOWN_FINDINGS).map(({ detail }) => detail);
  return failure([law, `${findings.length} findings`, ...shown].join('\n'));
}

/** Without it a run that stopped before its checks would have no case at all, and count as green. */
const verdictCase = ({ verdict, reasons }: RunRecord): Case => ({
  group: 'run',
  name: 'verdict',
  outcome: verdict === 'pass' ? OK : { kind: verdict === 'broken' ? 'failure' : 'error', message: reasons.join('\n') },
});

function caseXml({ group, name, outcome }: Case): string {
  const head = `    <testcase classname="prove.${group}" name="${escapeXml(name)}"`;
  if (outcome.kind === 'ok') return `${head}/>`;
  if (outcome.kind === 'skipped') return `${head}><skipped/></testcase>`;
  return `${head}><${outcome.kind} message="${escapeXml(outcome.message)}"/></testcase>`;
}
