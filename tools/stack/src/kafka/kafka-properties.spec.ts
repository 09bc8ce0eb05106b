import { describe, expect, it } from '@jest/globals';
import { kafkaProperties } from './kafka-properties.ts';

const lines = kafkaProperties({ broker: 21_001, controller: 21_002 }, '/data').split('\n');

describe('kafkaProperties', () => {
  it('listens on 127.0.0.1 only and advertises the port that it listens on', () => {
    expect(lines).toContain('listeners=PLAINTEXT://127.0.0.1:21001,CONTROLLER://127.0.0.1:21002');
    expect(lines).toContain('advertised.listeners=PLAINTEXT://127.0.0.1:21001');
    expect(lines).toContain('controller.quorum.voters=1@127.0.0.1:21002');
    expect(lines).toContain('log.dirs=/data');
  });

  it('asks for one replica of every internal topic', () => {
    const factors = lines.filter((line) => line.includes('replication.factor'));
    expect(factors).toHaveLength(3);
    expect(factors.every((line) => line.endsWith('=1'))).toBe(true);
  });
});
