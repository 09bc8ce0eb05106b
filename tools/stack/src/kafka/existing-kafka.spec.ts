import { describe, expect, it } from '@jest/globals';
import { parseBrokers } from './existing-kafka.ts';

describe('parseBrokers', () => {
  it('splits a list and ignores blanks around its parts', () => {
    expect(parseBrokers('kafka-1.example:9092, 10.0.0.7:19092')).toEqual(['kafka-1.example:9092', '10.0.0.7:19092']);
  });

  it.each(['kafka', 'kafka:', 'kafka:0', 'kafka:70000', 'a:9092,,b:9092', 'http://a:9092'])('refuses "%s"', (text) => {
    expect(() => parseBrokers(text)).toThrow('KAFKA_BROKERS must be a list like host1:9092,host2:9092');
  });
});
