import { newPaint, type Paint } from './paint.ts';

/** Most terminals are at least this wide. */
export const WIDTH = 100;
const CLEAR_LINE = '\r\u001b[2K';

/** What a screen writes to: standard output, or a test's own. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Lines for a person, or for a log when nobody looks on: a live line is rewritten on a terminal and nowhere else. */
export class Screen {
  readonly paint: Paint;
  readonly isLive: boolean;
  readonly #output: Output;
  #hasLiveLine = false;

  constructor(output: Output, env: NodeJS.ProcessEnv) {
    this.#output = output;
    this.isLive = output.isTTY === true && env['TERM'] !== 'dumb';
    this.paint = newPaint(this.isLive, env);
  }

  line(text = ''): void {
    this.#output.write(`${this.#hasLiveLine ? CLEAR_LINE : ''}${text}\n`);
    this.#hasLiveLine = false;
  }

  lines(texts: readonly string[]): void {
    for (const text of texts) this.line(text);
  }

  /** Shows progress until the next line. Does nothing where it could not be taken back. */
  live(text: string): void {
    if (!this.isLive) return;
    this.#output.write(CLEAR_LINE + this.paint('dim', text.slice(0, WIDTH - 1)));
    this.#hasLiveLine = true;
  }
}
