import { WIDTH, type Screen } from './screen.ts';

/** A step of the run: shows that it is under way, and then how long it took. `work` gets a way to show its progress. */
export async function phase<T>(
  screen: Screen,
  name: string,
  work: (progress: (detail: string) => void) => Promise<T>,
): Promise<T> {
  const beganAtMs = performance.now();
  let label = name;
  screen.live(` … ${label}`);
  const result = await work((detail) => {
    label = `${name}  ${detail}`;
    screen.live(` … ${label}`);
  });
  const seconds = `${((performance.now() - beganAtMs) / 1_000).toFixed(1)} s`;
  screen.line(` ${screen.paint('green', '+')} ${dotted(name, seconds, WIDTH - 3)}`);
  return result;
}

/** `left ........ right`, `width` wide. */
export function dotted(left: string, right: string, width: number): string {
  const dots = '.'.repeat(Math.max(3, width - left.length - right.length - 2));
  return `${left} ${dots} ${right}`;
}
