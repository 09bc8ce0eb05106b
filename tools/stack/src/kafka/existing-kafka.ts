import { SetupError } from '../setup.error.ts';
import { askKafka } from './ask-kafka.ts';

const BROKER = /^(?<host>[\w.-]+):(?<port>\d{1,5})$/;

/** The brokers of KAFKA_BROKERS, after one of them has answered with the metadata of its cluster. */
export async function checkExistingKafka(kafkaBrokers: string): Promise<string[]> {
  const brokers = parseBrokers(kafkaBrokers);
  const troubles: string[] = [];
  for (const broker of brokers) {
    try {
      if ((await askKafka(broker)).brokers.length > 0) return brokers;
      troubles.push(`${broker} knows of no broker`);
    } catch (error) {
      troubles.push((error as Error).message || `${broker} can't be reached`);
    }
  }
  throw new SetupError(
    `KAFKA_BROKERS: no broker answers (${troubles.join('; ')}): start it, correct the list, or unset KAFKA_BROKERS.`,
  );
}

export function parseBrokers(text: string): string[] {
  const brokers = text.split(',').map((part) => part.trim());
  const bad = brokers.find((broker) => !isBroker(broker));
  if (bad !== undefined)
    throw new SetupError(`KAFKA_BROKERS must be a list like host1:9092,host2:9092; "${bad}" is not host:port.`);
  return brokers;
}

function isBroker(text: string): boolean {
  const port = Number(BROKER.exec(text)?.groups?.['port']);
  return port >= 1 && port <= 65_535;
}
