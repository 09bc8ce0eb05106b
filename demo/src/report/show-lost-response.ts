import type { Step } from '../lost-response/transcript.ts';
import type { Screen } from './screen.ts';

/** The transcript, one line a step, with the time since the first. */
export function showLostResponse(screen: Screen, steps: readonly Step[]): void {
  for (const { atMs, actor, text } of steps) {
    const time = `${atMs.toFixed(0)} ms`.padStart(9);
    screen.line(`${screen.paint('dim', time)}  ${screen.paint('cyan', actor.padEnd(6))} ${text}`);
  }
}
