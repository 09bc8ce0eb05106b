import type { WorkloadRecord } from '../../../model/workload-record.ts';
import { grouped } from '../../show-numbers.ts';
import { html, NOTHING, type Html } from '../html.ts';
import { tableSection } from './table.ts';

/** What the clients did and were told: counts by name, each a small table. */
export function workloadSections(workload: WorkloadRecord | null): Html {
  if (workload === null) return NOTHING;
  const { operationsByAction, attemptsByAnswer, callsByAttempts } = workload;
  return html`${endsTable(workload)}
    <div class="beside">
      ${counts('actions', 'Operations', 'action', operationsByAction)}
      ${counts('answers', 'Attempts by answer', 'status or error', attemptsByAnswer)}
      ${counts('attempts', 'Calls by attempts', 'attempts', callsByAttempts)}
    </div>`;
}

const counts = (id: string, title: string, head: string, all: Readonly<Record<string, number>>): Html =>
  tableSection({
    ...{ id, title },
    columns: [{ head }, { head: 'count', isNumber: true }],
    rows: Object.entries(all).map(([name, count]) => [name, grouped(count)]),
  });

const OUTCOMES = ['ok', 'refused', 'unknown', 'abandoned'] as const;

const endsTable = ({ callsByIntent, endsByIntent, replays }: WorkloadRecord): Html =>
  tableSection({
    id: 'calls',
    title: 'Calls by intent and outcome',
    note: `${grouped(replays)} answers were replays of a stored one.`,
    columns: [
      { head: 'intent' },
      { head: 'calls', isNumber: true },
      ...OUTCOMES.map((head) => ({ head, isNumber: true })),
    ],
    rows: Object.entries(callsByIntent).map(([intent, calls]) => [
      intent,
      grouped(calls),
      ...OUTCOMES.map((outcome) => grouped(endsByIntent[intent as keyof typeof endsByIntent]?.[outcome] ?? 0)),
    ]),
  });
