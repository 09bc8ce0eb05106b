import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { advertiseAs, cutFrames, kindOfRequest } from './kafka-frames.ts';

const HEX_PRODUCE = '0000000600000009abcd';
const HEX_OFFSET_COMMIT = '0000000400080002';

describe('cutFrames', () => {
  it('gives whole messages, however the bytes arrive', async () => {
    const socket = new PassThrough();
    const frames: string[] = [];
    cutFrames(socket, (frame) => frames.push(frame.toString('hex')));
    const bytes = Buffer.from(HEX_PRODUCE + HEX_OFFSET_COMMIT + '000000', 'hex');
    for (const byte of bytes) socket.write(Buffer.from([byte]));
    socket.write(Buffer.from('02ffff' + HEX_PRODUCE, 'hex'));
    socket.end();
    await new Promise((resolve) => socket.once('end', resolve));
    expect(frames).toEqual([HEX_PRODUCE, HEX_OFFSET_COMMIT, '00000002ffff', HEX_PRODUCE]);
  });
});

describe('kindOfRequest', () => {
  it.each([
    [HEX_PRODUCE, 'produce'],
    [HEX_OFFSET_COMMIT, 'offsetCommit'],
    ['0000000400010002', undefined],
  ])('takes %s for %p', (hex, kind) => {
    expect(kindOfRequest(Buffer.from(hex, 'hex'))).toBe(kind);
  });
});

describe('advertiseAs', () => {
  it("replaces the port behind the broker's own host, and nothing else", () => {
    const frame = Buffer.from(
      'ff0009 3132372e302e302e31 00002383 0009 3132372e302e302e31 00002384'.replaceAll(' ', ''),
      'hex',
    );
    const changed = advertiseAs(frame, { host: '127.0.0.1', port: 0x2383 }, 0x1234);
    expect(changed.toString('hex')).toBe('ff00093132372e302e302e31000012340009' + '3132372e302e302e3100002384');
  });
});
