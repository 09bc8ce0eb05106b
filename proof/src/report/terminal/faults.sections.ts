import type { ControlRecord } from '../../model/control-record.ts';
import type { BacklogRecord, CrashPointRecord, FaultRecord } from '../../model/fault-record.ts';
import { showBacklog } from '../show-backlog.ts';
import { duration, grouped } from '../show-numbers.ts';
import type { MarkedRow, Section } from './section.ts';

export const faultsSection = (faults: readonly FaultRecord[]): Section => ({
  title: 'FAULTS',
  rows: faults.map(({ name, injected, bites }) => ({
    ...(bites > 0 ? { mark: 'bit', style: 'green' as const } : { mark: 'NO BITE', style: 'yellow' as const }),
    cells: [name, `${grouped(injected)} injected`, `bit ${grouped(bites)} times`],
  })),
});

export function backlogSection(backlog: BacklogRecord | null): Section {
  if (backlog === null) return { title: 'BACKLOG', rows: [] };
  const { waited, published, received } = showBacklog(backlog);
  const rows = Object.entries({ waited, published, received }).map(([what, text]) => [what, text]);
  return { title: 'BACKLOG (broker down)', rows: rows.map((cells) => ({ mark: '', style: 'dim', cells })) };
}

export const crashPointsSection = (crashPoints: readonly CrashPointRecord[]): Section => ({
  title: 'CRASH POINTS',
  rows: crashPoints.map(crashPointRow),
});

function crashPointRow({ label, hits, kills, recoveredMs, further }: CrashPointRecord): MarkedRow {
  const cells = [
    label,
    `${grouped(hits)} hits`,
    `${grouped(kills)} kills`,
    recoveredMs === null ? 'no recovery seen' : `recovered in ${duration(recoveredMs)}`,
    further.map(({ mode }) => mode).join(', '),
  ];
  if (kills === 0) return { mark: 'UNVISITED', style: 'yellow', cells };
  return recoveredMs === null ? { mark: 'NOT SHOWN', style: 'yellow', cells } : { mark: 'ok', style: 'green', cells };
}

export const controlsSection = (controls: readonly ControlRecord[]): Section => ({
  title: 'NEGATIVE CONTROLS (protection removed must turn red)',
  rows: controls.map(({ name, removed, expectedInvariant, reddened, caught, detail }) => ({
    ...(caught ? { mark: 'caught', style: 'green' as const } : { mark: 'NOT CAUGHT', style: 'red' as const }),
    cells: [name, caught ? `turned red: ${reddened.join(', ')}` : `stayed green: ${expectedInvariant}`],
    details: caught ? [] : [`removed: ${removed}`, detail],
  })),
});
