import { Injectable } from '@nestjs/common';
import { relayLoop } from '../loops/relay-loop.ts';
import { WakeSignal } from '../wake/wake-signal.ts';
import { Publisher } from './publisher.ts';

const BACKOFF_MS = 5_000;
/** Less than the 30 s that Kubernetes grants; a send that is not answered by then is repeated by the next owner. */
const LAST_SEND_MS = 10_000;

/** Publishes round after round, and at once when there is something new for this relay's shards. */
@Injectable()
export class PublishLoop {
  private readonly loop;

  constructor(publisher: Publisher, signal: WakeSignal) {
    this.loop = relayLoop('publishing', BACKOFF_MS, () => publisher.round());
    signal.onWake((shards) => {
      if (publisher.expectWork(shards)) this.loop.wake();
    });
  }

  start(): void {
    this.loop.start();
  }

  /** Reads nothing more, and awaits the send in flight and its mark. */
  async stop(): Promise<void> {
    await atMost(LAST_SEND_MS, this.loop.stop());
  }
}

const atMost = async (limitMs: number, work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
};
