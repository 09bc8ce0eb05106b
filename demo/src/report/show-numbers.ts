import { distinctEvents, isMoneyEvent, moneyEffects, moneyOperations } from '../checks/money-facts.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Answered, ClientLogEntry } from '../send/client-log.ts';
import type { Screen } from './screen.ts';

const NAME_WIDTH = 17;
const VALUE_WIDTH = 70;

const count = <T>(items: readonly T[], matches: (item: T) => boolean): number => items.filter(matches).length;

/** The table of what happened: first as the clients saw it, then as it is stored. */
export function showNumbers(screen: Screen, evidence: Evidence): void {
  const row = (name: string, value: string, source: string): void =>
    screen.line(`   ${name.padEnd(NAME_WIDTH)}${value.padEnd(VALUE_WIDTH)}${screen.paint('dim', source)}`);
  for (const [name, value] of clientNumbers(evidence.clientLog)) row(name, value, 'client log');
  for (const [name, value, source] of storedNumbers(evidence)) row(name, value, source);
}

function clientNumbers(log: readonly ClientLogEntry[]): [name: string, value: string][] {
  const answers = log.filter((entry): entry is Answered => entry.kind === 'answered');
  const attempts = log.flatMap((entry) => entry.attempts);
  const byStatus = Object.entries(Object.groupBy(answers, ({ status }) => String(status)));
  const statuses = byStatus.map(([status, group]) => `${status} x ${group?.length ?? 0}`);
  const unanswered = log.length - answers.length;
  const lost = count(attempts, ({ status }) => status === undefined);
  const inUse = count(attempts, ({ status }) => status === 409);
  return [
    ['requests', `${log.length} in ${attempts.length} attempts, ${lost} of them without an answer`],
    ['final answers', [...statuses, ...(unanswered > 0 ? [`none x ${unanswered}`] : [])].join('  ')],
    ['replays', `${count(answers, ({ isReplayed }) => isReplayed)} answers were an earlier answer's stored bytes`],
    [
      '409',
      `${inUse - refused(answers, 409)} told to wait (key in use), ${refused(answers, 409)} refused (reference in use)`,
    ],
    ['422', codes(answers)],
  ];
}

const refused = (answers: readonly Answered[], status: number): number =>
  count(answers, (answer) => answer.status === status);

const codes = (answers: readonly Answered[]): string => {
  const byCode = Object.groupBy(
    answers.filter(({ status }) => status === 422),
    ({ code }) => code ?? 'no code',
  );
  const counts = Object.entries(byCode).map(([code, group]) => [code, group?.length ?? 0] as const);
  const texts = counts.toSorted(([, left], [, right]) => right - left).map(([code, times]) => `${times} ${code}`);
  return texts.join(', ') || '0';
};

function storedNumbers(evidence: Evidence): [name: string, value: string, source: string][] {
  const { chargeDb, provider, topic, ledgerDb, metrics } = evidence;
  const { operations } = chargeDb;
  const distinct = distinctEvents(evidence);
  const effects = moneyEffects(evidence);
  const inState = (wanted: string): number => count(operations, ({ state }) => state === wanted);
  return [
    [
      'operations',
      `${inState('succeeded')} succeeded, ${inState('failed')} failed, ${moneyOperations(evidence).length} moved money`,
      'charge DB',
    ],
    [
      'provider effects',
      `${count(effects, ({ effect }) => effect === 'captured')} captured, ${count(effects, ({ effect }) => effect === 'refunded')} refunded, ${provider.declines} declines`,
      'provider',
    ],
    ['keys resolved', resolved(metrics), '/metrics'],
    [
      'events published',
      `${distinct.length} in ${topic.length} records, ${count(distinct, isMoneyEvent)} of money`,
      'topic',
    ],
    ['inbox duplicates', String(metrics.inboxDuplicates ?? 'absent'), '/metrics'],
    [
      'entries posted',
      `${ledgerDb.entries.length} with ${ledgerDb.entries.flatMap(({ postings }) => postings).length} postings`,
      'ledger DB',
    ],
  ];
}

const resolved = ({ resolutions }: Evidence['metrics']): string =>
  Object.entries(resolutions)
    .filter(([, times]) => times > 0)
    .map(([outcome, times]) => `${times} ${outcome}`)
    .join(', ');
