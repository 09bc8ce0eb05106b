import { connect } from 'node:net';

export interface KafkaAnswer {
  clusterId: string | null;
  brokers: string[];
}

const BOUND_MS = 5_000;
/** Far above a cluster's list of brokers; whatever announces more is not a Kafka broker. */
const MAX_ANSWER_BYTES = 1_048_576;
const METADATA_KEY = 3;
/** The first version that tells the cluster's id (Kafka 0.10.1), and brokers of Kafka 4 still speak it. */
const METADATA_VERSION = 2;

/**
 * Asks one broker for the brokers of its cluster, by the Metadata request of the Kafka protocol
 * (kafka.apache.org/protocol). Done by hand because it is asked 20 times a second while a broker starts, and a
 * client's reconnecting, logging and timers are in the way of a plain yes or no.
 */
export async function askKafka(broker: string): Promise<KafkaAnswer> {
  return parseMetadata(await exchange(broker, metadataRequest()));
}

function metadataRequest(): Buffer {
  const clientId = Buffer.from('once-stack');
  const body = Buffer.alloc(10 + clientId.length + 4);
  body.writeInt16BE(METADATA_KEY, 0);
  body.writeInt16BE(METADATA_VERSION, 2);
  body.writeInt32BE(1, 4);
  body.writeInt16BE(clientId.length, 8);
  clientId.copy(body, 10);
  // No topics at all: an empty list, where null would mean all of them.
  body.writeInt32BE(0, 10 + clientId.length);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

/** Correlation id, then brokers `[id, host, port, rack]`, then the cluster's id. */
export function parseMetadata(answer: Buffer): KafkaAnswer {
  let offset = 4;
  const int32 = () => answer.readInt32BE((offset += 4) - 4);
  const nullableString = () => {
    const length = answer.readInt16BE(offset);
    const start = offset + 2;
    offset = start + Math.max(length, 0);
    return length < 0 ? null : answer.toString('utf8', start, offset);
  };
  const brokers: string[] = [];
  for (let left = int32(); left > 0; left -= 1) {
    int32();
    brokers.push(`${nullableString() ?? ''}:${int32()}`);
    nullableString();
  }
  return { brokers, clusterId: nullableString() };
}

/** Sends one request and reads one size-prefixed answer. */
function exchange(broker: string, request: Buffer): Promise<Buffer> {
  const at = broker.lastIndexOf(':');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: broker.slice(0, at), port: Number(broker.slice(at + 1)) });
    const bound = setTimeout(() => socket.destroy(new Error(`no answer within ${BOUND_MS / 1000} s`)), BOUND_MS);
    let received = Buffer.alloc(0);
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const size = received.length < 4 ? 0 : received.readInt32BE(0);
      if (size < 0 || size > MAX_ANSWER_BYTES) socket.destroy(new Error('the answer is not that of a Kafka broker'));
      else if (received.length >= 4 + size && received.length > 4) resolve(received.subarray(4, 4 + size));
      else return;
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(bound);
      reject(new Error('the connection was closed without an answer'));
    });
  });
}
