import { queryRows } from '../../run/observe/query-rows.ts';
import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import { countReceived } from '../means/count-events.ts';
import { countInternalErrors } from '../means/count-internal-errors.ts';

/** Each by itself took money without an answer, failed what was right, or made a commit that need not last. */
const CHANGED = {
  default_transaction_read_only: 'on',
  default_transaction_deferrable: 'on',
  intervalstyle: 'sql_standard',
  bytea_output: 'escape',
  extra_float_digits: '-15',
  array_nulls: 'off',
  transform_null_equals: 'on',
  synchronous_commit: 'off',
  idle_in_transaction_session_timeout: '1ms',
};
const DATE_STYLES = ['SQL, DMY', 'SQL, MDY', 'German', 'Postgres, DMY'] as const;
const ISOLATIONS = ['repeatable read', 'serializable'] as const;
const TIME_ZONES = ['Pacific/Kiritimati', 'Asia/Kathmandu', 'America/St_Johns'] as const;

const COMPLETED = `SELECT count(*)::int AS count FROM idempotency_keys WHERE state = 'COMPLETED'`;
const PARKED = 'SELECT count(*)::int AS count FROM parked_records';
const END_SESSIONS = `
  SELECT count(pg_terminate_backend(pid))::int AS count FROM pg_stat_activity
  WHERE datname = ANY ($1::text[]) AND application_name IN ('charge-api', 'relay', 'ledger-consumer', 'relay-listener')`;

/** What has to be worked off by sessions that inherited all of it. */
const OPERATIONS = 12;
const WITHIN_MS = 60_000;

export const sessionSettings: Fault = {
  name: 'session-settings',
  about: 'What sessions inherit from both databases is changed in the middle, all sessions end, and new ones get it.',
  isQuick: true,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: () => 10_000,
  prepare: (random) => {
    const orders = {
      datestyle: random.pick(DATE_STYLES),
      default_transaction_isolation: random.pick(ISOLATIONS),
      timezone: random.pick(TIME_ZONES),
    };
    return { orders, run: (context) => changeInTheMiddle(context, { ...CHANGED, ...orders }) };
  },
};

/** It bites once for each operation that was completed under the changed settings. */
async function changeInTheMiddle(context: FaultContext, settings: Record<string, string>): Promise<FaultReport> {
  const { targets, processes, sinceStartMs } = context;
  const parkedBefore = await countOf(targets.ledgerDbUrl, PARKED);
  const fromMs = sinceStartMs();
  let bites: number;
  try {
    await alterDatabases(context, settings, 'SET');
    await endSessions(context);
    for (const name of processes.services) await processes.untilReady(name);
    bites = await untilWorkedOff(context);
  } finally {
    await alterDatabases(context, settings, 'RESET');
    await endSessions(context);
  }
  const parked = (await countOf(targets.ledgerDbUrl, PARKED)) - parkedBefore;
  if (parked > 0) throw new Error(`${parked} records were parked under settings that the sessions inherited`);
  for (const name of processes.services) await processes.untilReady(name);
  return { injected: Object.keys(settings).length, bites, windows: [{ fromMs, toMs: sinceStartMs() }] };
}

/** Payments are made, and their events are received: all of it by sessions that have the changed settings. */
async function untilWorkedOff({ targets, processes, signal }: FaultContext): Promise<number> {
  const urls = processes.services.filter((name) => name.startsWith('charge-api')).map((name) => processes.urlOf(name));
  const [completed, received, errors] = await Promise.all([
    countOf(targets.chargeDbUrl, COMPLETED),
    countReceived(targets.ledgerDbUrl),
    countInternalErrors(urls),
  ]);
  const ask = async (): Promise<number | undefined> => {
    const done = (await countOf(targets.chargeDbUrl, COMPLETED)) - completed;
    const arrived = (await countReceived(targets.ledgerDbUrl)) - received;
    return done >= OPERATIONS && arrived >= OPERATIONS ? done : undefined;
  };
  const bites = await until('operations complete all the same', ask, { withinMs: WITHIN_MS, signal });
  const failed = (await countInternalErrors(urls)) - errors;
  if (failed > 0)
    throw new Error(`${failed} requests were answered with 500 under settings that the sessions inherited`);
  return bites;
}

async function alterDatabases(
  { targets, processes }: FaultContext,
  settings: Record<string, string>,
  how: 'SET' | 'RESET',
): Promise<void> {
  for (const name of databasesOf(targets)) {
    for (const [setting, value] of Object.entries(settings)) {
      const change = how === 'SET' ? `SET ${setting} = '${value}'` : `RESET ${setting}`;
      await queryRows(processes.postgresUrl, `ALTER DATABASE "${name}" ${change}`);
    }
  }
}

async function endSessions({ targets, processes }: FaultContext): Promise<void> {
  await queryRows(processes.postgresUrl, END_SESSIONS, [databasesOf(targets)]);
}

const databasesOf = ({ chargeDbUrl, ledgerDbUrl }: FaultContext['targets']): string[] =>
  [chargeDbUrl, ledgerDbUrl].map((url) => new URL(url).pathname.slice(1));

async function countOf(url: string, sql: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(url, sql);
  return row?.count ?? 0;
}
