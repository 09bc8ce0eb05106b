import { Client } from 'pg';
import type { OutboxLog } from '../log/outbox-log.ts';
import { decodeWakePayload, OUTBOX_WAKE_CHANNEL } from './wake-channel.ts';

export interface WakeListenerOptions {
  databaseUrl: string;
  onWake: (shards: readonly number[]) => void;
  log: OutboxLog;
}

/** Longer than any server takes that will be of use; a listener is only a shortcut. */
const CONNECT_TIMEOUT_MS = 3_000;
/** How often a connection that looks alive is looked at; a lost one costs latency, never an event. */
const CHECK_EVERY_MS = 10_000;

/**
 * Listens for the appenders' wakes on a connection of its own: a pooled one would lose its LISTEN when it is handed on.
 * Wakes are hints. Those sent while nobody listens are lost, and polling finds their events.
 */
export class WakeListener {
  private readonly options: WakeListenerOptions;
  private client: Client | undefined;
  private isBroken = false;
  private lost: () => void = () => undefined;

  constructor(options: WakeListenerOptions) {
    this.options = options;
  }

  /** Calls `listener` when the connection breaks, so that the next look need not wait for its time. */
  onLost(listener: () => void): void {
    this.lost = listener;
  }

  /** Connects when there is no working connection; returns when to look again. Rejects when it can't connect. */
  async ensureListening(): Promise<number> {
    if (this.isBroken) await this.close();
    if (this.client) await this.client.query('SELECT 1');
    else this.client = await this.listen();
    return CHECK_EVERY_MS;
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.isBroken = false;
    // A connection that is gone can't say good-bye.
    await client
      ?.end()
      .catch((error: unknown) => this.options.log.debug({ err: error }, 'the listener was gone already'));
  }

  private async listen(): Promise<Client> {
    const client = new Client({
      connectionString: this.options.databaseUrl,
      application_name: 'relay-listener',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on('error', (error) => {
      this.isBroken = true;
      this.options.log.warn({ err: error }, 'the wake listener lost its connection, polling goes on');
      this.lost();
    });
    client.on('notification', ({ payload }) => this.options.onWake(decodeWakePayload(payload ?? '')));
    try {
      await client.connect();
      await client.query(`LISTEN ${OUTBOX_WAKE_CHANNEL}`);
      return client;
    } catch (error) {
      await client
        .end()
        .catch((late: unknown) => this.options.log.debug({ err: late }, 'the listener was gone already'));
      throw error;
    }
  }
}
