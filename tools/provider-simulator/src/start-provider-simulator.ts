import { randomInt, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { Behaviour } from './control/behaviour.ts';
import { ControlPanel } from './control/control-panel.ts';
import { FaultBook } from './control/faults/fault-book.ts';
import { faultsBehaviour } from './control/faults/faults.behaviour.ts';
import { keyModeBehaviour } from './control/key-mode.behaviour.ts';
import { latencyBehaviour } from './control/latency.behaviour.ts';
import { NoticeDesk } from './control/notices/notice-desk.ts';
import { NoticeQueue } from './control/notices/notice-queue.ts';
import { noticesBehaviour } from './control/notices/notices.behaviour.ts';
import { postNotice } from './control/notices/post-notice.ts';
import { MAX_SEED } from './control/seeded-random.ts';
import { ProviderRecord } from './core/provider-record.ts';
import { buildServer } from './http/build-server.ts';
import { lockDataDir } from './journal/data-dir-lock.ts';
import { giveAccount } from './journal/give-account.ts';
import { openJournal } from './journal/open-journal.ts';
import { logToStderr, type Log } from './log.ts';
import { Provider } from './provider.ts';
import { UndoStack } from './undo-stack.ts';

export interface ProviderSimulatorOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where it can be reached: from this machine by default. A container needs 0.0.0.0. */
  readonly host?: string | undefined;
  /** Made if it is not there; one process owns it at a time. */
  readonly dataDir: string;
  /** How long each call that moves money waits before its effect; 0 by default. */
  readonly latencyMs?: number | undefined;
  readonly log?: Log;
  /** The record can no longer be written. Every call fails from here on; the process should end and start again. */
  readonly onFailure?: (error: Error) => void;
  /** Behaviours besides those that are built in. */
  readonly behaviours?: readonly Behaviour[];
}

export interface RunningProviderSimulator {
  /** Without a slash at its end. */
  readonly url: string;
  /** Ends what waits, lets answers out, closes the record and frees the data folder. Safe to call again. */
  stop(): Promise<void>;
}

/** Answers that a stop waits for; then the connections of whoever does not read are cut. */
const STOP_GRACE_MS = 2_000;

export async function startProviderSimulator(options: ProviderSimulatorOptions): Promise<RunningProviderSimulator> {
  const undo = new UndoStack();
  try {
    const url = await start(options, undo);
    return { url, stop: () => undo.run() };
  } catch (error) {
    await undo.run();
    throw error;
  }
}

async function start(options: ProviderSimulatorOptions, undo: UndoStack): Promise<string> {
  const {
    port,
    host = '127.0.0.1',
    dataDir,
    latencyMs = 0,
    log = logToStderr,
    onFailure = () => undefined,
    behaviours = [],
  } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockDataDir(dataDir);
  undo.push(() => lock.release());
  const record = new ProviderRecord();
  const journal = await openJournal({ dataDir, log, onFailure, onEntry: (entry) => record.add(entry) });
  undo.push(() => journal.close());
  await giveAccount(record, journal, new Date());

  const stopping = new AbortController();
  const notices = openNoticeDesk(stopping.signal, undo);
  const faults = new FaultBook();
  const control = new ControlPanel({
    behaviours: [
      ...[latencyBehaviour(latencyMs), keyModeBehaviour, faultsBehaviour(faults), noticesBehaviour(notices)],
      ...behaviours,
    ],
    nowMs: () => performance.now(),
    newSeed: () => randomInt(MAX_SEED + 1),
  });
  const provider = new Provider({ record, journal, control, now: () => new Date(), newId, stopping: stopping.signal });
  const app = buildServer({ provider, record, control, faults, notices, log, durable: () => journal.durable() });
  undo.push(() => closeServer(app, stopping));
  return app.listen({ host, port });
}

function openNoticeDesk(stopping: AbortSignal, undo: UndoStack): NoticeDesk {
  const queue = new NoticeQueue({ post: postNotice, after: callLater });
  // Ended after the server: what it still decides while it closes is not told any more, because a stop does not wait.
  undo.push(() => queue.stop());
  return new NoticeDesk({ queue, post: postNotice, newId, stopping });
}

function newId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}

function callLater(delayMs: number, work: () => void): () => void {
  const timer = setTimeout(work, delayMs);
  return () => clearTimeout(timer);
}

async function closeServer(app: FastifyInstance, stopping: AbortController): Promise<void> {
  stopping.abort();
  const grace = setTimeout(() => app.server.closeAllConnections(), STOP_GRACE_MS);
  await app.close();
  clearTimeout(grace);
}
