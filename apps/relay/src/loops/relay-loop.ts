import { Logger } from '@nestjs/common';
import { Loop } from '@once/retry-policy';

const logger = new Logger('RelayLoop');

/** A loop that has to be started. After failed rounds it waits for at most `backoffCapMs`. */
export function relayLoop(name: string, backoffCapMs: number, step: () => Promise<number>): Loop {
  return new Loop({
    step,
    backoffCapMs,
    onFailure: (error) => logger.error({ err: error, loop: name }, 'a round failed, it is tried until it succeeds'),
    onRecovery: () => logger.log({ loop: name }, 'rounds succeed again'),
  });
}
