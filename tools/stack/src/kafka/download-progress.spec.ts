import { describe, expect, it } from '@jest/globals';
import { describeDownload } from './download-progress.ts';

const LOG = `[INFO] Scanning for projects...
Downloading from central: https://repo.example/kafka-clients-4.3.1.jar
Downloaded from central: https://repo.example/kafka-clients-4.3.1.pom (3.9 kB at 40 kB/s)
Downloaded from central: https://repo.example/kafka-clients-4.3.1.jar (9.5 MB at 12 MB/s)
Downloaded from mirror: https://repo.example/slf4j-simple-1.7.36.jar (500 kB at 90 kB/s)
`;

describe('describeDownload', () => {
  it('counts finished jars, whatever mirror they come from, and no poms', () => {
    expect(describeDownload('4.3.1', LOG)).toBe('Downloading Apache Kafka 4.3.1 … 2 jars, 10.0 MB');
  });

  it('says nothing while there is nothing to tell', () => {
    expect(describeDownload('4.3.1', '[INFO] Scanning for projects...\n')).toBeNull();
  });
});
