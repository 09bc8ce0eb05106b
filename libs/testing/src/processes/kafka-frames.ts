import type { Readable } from 'node:stream';

/** Numbers of the Kafka protocol's requests. Source: kafka.apache.org/protocol, "Api Keys". */
export const FrameKind = { produce: 0, metadata: 3, offsetCommit: 8, findCoordinator: 10 } as const;

export type KafkaRequestKind = 'produce' | 'offsetCommit';

/** Which of the kinds that can be held a request is. A frame is its length (4 bytes), then the request's number (2). */
export function kindOfRequest(frame: Buffer): KafkaRequestKind | undefined {
  const number = frame.readInt16BE(4);
  if (number === FrameKind.produce) return 'produce';
  return number === FrameKind.offsetCommit ? 'offsetCommit' : undefined;
}

/** Calls `onFrame` with each whole message of the stream, its length included. */
export function cutFrames(stream: Readable, onFrame: (frame: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0);
      onFrame(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
}

/** Replaces the port wherever the frame names the broker: host as text with its length before it, then the port. */
export function advertiseAs(frame: Buffer, { host, port }: { host: string; port: number }, otherPort: number): Buffer {
  const address = Buffer.alloc(2 + host.length + 4);
  address.writeInt16BE(host.length, 0);
  address.write(host, 2);
  address.writeInt32BE(port, 2 + host.length);
  const changed = Buffer.from(frame);
  for (let at = changed.indexOf(address); at >= 0; at = changed.indexOf(address, at + 1)) {
    changed.writeInt32BE(otherPort, at + 2 + host.length);
  }
  return changed;
}
