import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Loop } from '@once/retry-policy';
import { PinoLogger } from 'nestjs-pino';
import { ProviderAccount } from './provider-account.ts';

/** An account that is known changes by a mistake, if ever; each call compares by itself. */
const AGAIN_MS = 60_000;
/** Whoever mends a wrong account should not wait long to see it. */
const REFUSED_AGAIN_MS = 5_000;
const BACKOFF_CAP_MS = 2_000;

/** Asks the provider who it is, from the start of the service to its stop. */
@Injectable()
export class ProviderAccountLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Loop;

  constructor(
    private readonly account: ProviderAccount,
    logger: PinoLogger,
  ) {
    this.loop = new Loop({
      step: () => this.ask(),
      onFailure: (error) => logger.warn({ err: error }, 'the provider could not be asked who it is; it is tried again'),
      onRecovery: () => logger.info(this.account.current, 'the provider has said who it is'),
      backoffCapMs: BACKOFF_CAP_MS,
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async ask(): Promise<number> {
    await this.account.ask();
    const { kind } = this.account.current;
    if (kind === 'unknown') throw new Error('the provider gave no answer');
    return (kind === 'known' ? AGAIN_MS : REFUSED_AGAIN_MS) * (0.5 + Math.random());
  }
}
