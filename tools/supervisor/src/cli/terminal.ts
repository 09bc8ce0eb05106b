/** A terminal that was closed makes every further write fail; the clean stop that its SIGHUP asks for must go on. */
export function survivePipeLoss(): void {
  const ignore = (): void => undefined;
  process.stdout.on('error', ignore);
  process.stderr.on('error', ignore);
}

export const print = (text: string): void => void process.stdout.write(`${text}\n`);
export const complain = (text: string): void => void process.stderr.write(`${text}\n`);
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
