import { describe, expect, it } from '@jest/globals';
import { brokerVersion } from './kafka-jars.ts';

describe('brokerVersion', () => {
  it('is the version of the broker, not of another dependency', () => {
    const pom = `<dependency><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
      <dependency>
        <artifactId>kafka_2.13</artifactId>
        <version>4.3.1</version>
      </dependency>`;
    expect(brokerVersion(pom)).toBe('4.3.1');
  });

  it('refuses a pom without a broker', () => {
    expect(() => brokerVersion('<project/>')).toThrow('kafka_2.13');
  });
});
