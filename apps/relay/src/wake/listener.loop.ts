import { Injectable } from '@nestjs/common';
import { WakeListener } from '@once/outbox';
import { relayLoop } from '../loops/relay-loop.ts';

const BACKOFF_MS = 5_000;

/** Keeps a connection on which wakes are heard. */
@Injectable()
export class ListenerLoop {
  private readonly loop;

  constructor(private readonly listener: WakeListener) {
    this.loop = relayLoop('wake listener', BACKOFF_MS, () => listener.ensureListening());
    listener.onLost(() => this.loop.wake());
  }

  start(): void {
    this.loop.start();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    await this.listener.close();
  }
}
