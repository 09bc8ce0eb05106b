import type { BadLine, ChargeLine } from './charge-line.ts';

/** More in one tick than any client of a real merchant sends, and few enough for every one to get a socket. */
export const MAX_GROUP_LINES = 64;

/** What is sent in one tick: one line, or all lines of a group. */
export interface Unit {
  readonly lines: readonly ChargeLine[];
  /** Lines whose answers must be known first: the charges that this unit refunds. */
  readonly after: readonly ChargeLine[];
}

export interface Plan {
  readonly units: readonly Unit[];
  readonly bad: readonly BadLine[];
}

/** Puts lines in the order of sending: file order, where a group goes as a whole when its first line's turn comes. */
export function planUnits(lines: readonly ChargeLine[]): Plan {
  const bad: BadLine[] = [];
  const units: Unit[] = [];
  const chargesByKey = new Map<string, ChargeLine[]>();
  for (const members of bundle(lines)) {
    const runnable = members.filter((line, index) => {
      const reason = index >= MAX_GROUP_LINES ? TOO_MANY : faultOfRefund(line, chargesByKey);
      if (reason !== undefined) bad.push({ lineNumber: line.lineNumber, reason });
      return reason === undefined;
    });
    if (runnable.length > 0)
      units.push({ lines: runnable, after: runnable.flatMap((line) => chargesFor(line, chargesByKey)) });
    for (const line of runnable) remember(line, chargesByKey);
  }
  return { units, bad };
}

const TOO_MANY = `its group has more than ${MAX_GROUP_LINES} lines`;

const bundle = (lines: readonly ChargeLine[]): Iterable<ChargeLine[]> => {
  const bundles = new Map<string, ChargeLine[]>();
  for (const line of lines) {
    const name = line.group === null ? `line ${line.lineNumber}` : `group ${line.group}`;
    const members = bundles.get(name);
    if (members) members.push(line);
    else bundles.set(name, [line]);
  }
  return bundles.values();
};

const labelOf = (tenant: string, key: string): string => `${tenant} ${key}`;

const chargesFor = (line: ChargeLine, charges: ReadonlyMap<string, ChargeLine[]>): readonly ChargeLine[] =>
  line.refundOf === null ? [] : (charges.get(labelOf(line.tenant, line.refundOf)) ?? []);

const faultOfRefund = (line: ChargeLine, charges: ReadonlyMap<string, ChargeLine[]>): string | undefined =>
  line.refundOf === null || chargesFor(line, charges).length > 0
    ? undefined
    : '"refund_of" names no earlier charge of this tenant (a group counts from its first line)';

const remember = (line: ChargeLine, charges: Map<string, ChargeLine[]>): void => {
  if (line.key === null || line.refundOf !== null) return;
  const label = labelOf(line.tenant, line.key);
  charges.set(label, [...(charges.get(label) ?? []), line]);
};
