import type { BacklogRecord, CrashPointRecord, CrashVisitRecord, FaultRecord } from '../../../model/fault-record.ts';
import { showBacklog } from '../../show-backlog.ts';
import { duration, grouped } from '../../show-numbers.ts';
import { html, type Html } from '../html.ts';
import { badge } from './badge.ts';
import { tableSection } from './table.ts';

export const faultsSection = (faults: readonly FaultRecord[]): Html =>
  tableSection({
    id: 'faults',
    title: 'Faults',
    note: 'The numbers are those above the shaded windows of the charts, where those that last for the whole run are left out. A fault bit when it hit inside of its critical window.',
    columns: [
      { head: 'no.', isNumber: true },
      { head: 'fault' },
      { head: 'injected', isNumber: true },
      { head: 'bit', isNumber: true },
      { head: 'result' },
    ],
    rows: faults.map(({ name, injected, bites }, index) => [
      index + 1,
      name,
      grouped(injected),
      grouped(bites),
      bites > 0 ? badge('good', 'bit') : badge('open', 'never bit'),
    ]),
    ifEmpty: 'No fault was injected.',
  });

export function backlogSection(backlog: BacklogRecord | null): Html {
  const shown = backlog && showBacklog(backlog);
  return tableSection({
    id: 'backlog',
    title: 'Backlog',
    note: 'What collected in the outbox while the broker was down, and how long it took from the start of the broker to be worked off.',
    columns: [{ head: 'what' }, { head: 'how much' }],
    rows: shown
      ? [
          ['waited in the outbox', shown.waited],
          ['until all of it was on the topic', shown.published],
          ['until the ledger had received it', shown.received],
        ]
      : [],
  });
}

export const crashPointsSection = (crashPoints: readonly CrashPointRecord[]): Html =>
  tableSection({
    id: 'crash-points',
    title: 'Crash points',
    note: 'Commit and ack boundaries at which the real process was killed with an operation in flight. At some it also hung, threw, or lost its connections before or after what it sent next took effect.',
    columns: [
      { head: 'label' },
      { head: 'hits', isNumber: true },
      { head: 'kills', isNumber: true },
      { head: 'recovered in', isNumber: true },
      { head: 'also' },
      { head: 'result' },
    ],
    rows: crashPoints.map((point) => [
      html`<code>${point.label}</code>`,
      grouped(point.hits),
      grouped(point.kills),
      point.recoveredMs === null ? 'not seen' : duration(point.recoveredMs),
      point.further.map(furtherText).join(', '),
      crashPointBadge(point),
    ]),
  });

const furtherText = ({ mode, isTaken, recoveredMs }: CrashVisitRecord): string => {
  if (!isTaken) return `${mode} not met`;
  return `${mode} ${recoveredMs === null ? 'no recovery' : duration(recoveredMs)}`;
};

const crashPointBadge = ({ kills, recoveredMs, further }: CrashPointRecord): Html => {
  if (kills === 0) return badge('open', 'unvisited');
  return [recoveredMs, ...further.map((visit) => visit.recoveredMs)].includes(null)
    ? badge('open', 'no recovery')
    : badge('good', 'recovered');
};
