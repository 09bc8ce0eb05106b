import { PinoLogger } from 'nestjs-pino';
import { symbols, type DestinationStream, type Logger } from 'pino';

/** Collects what the logger of this process writes, line by line as it goes to standard output. */
export function captureLogLines(): string[] {
  const logger = PinoLogger.root as Logger & Record<typeof symbols.streamSym, DestinationStream>;
  const lines: string[] = [];
  logger[symbols.streamSym].write = (line: string) => void lines.push(line);
  return lines;
}
