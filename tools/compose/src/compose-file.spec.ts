import { describe, expect, it } from '@jest/globals';
import { REPOSITORY_ROOT } from '@once/supervisor';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CREATE_DATABASES, readComposeFile } from './compose-file.ts';

const { services, volumes } = readComposeFile();
const all = Object.entries(services);
const dockerfile = readFileSync(join(REPOSITORY_ROOT, 'Dockerfile'), 'utf8');
const DEFAULT = [
  'charge-api',
  'kafka',
  'ledger-consumer',
  'migrate-charge',
  'migrate-ledger',
  'postgres',
  'provider',
  'relay',
  'topics',
];

describe('docker-compose.yml', () => {
  it('starts the services and what they need, and nothing else, without a profile', () => {
    expect(all.flatMap(([name, { profiles }]) => (profiles ? [] : [name])).sort()).toEqual(DEFAULT);
  });

  it('names every image by an exact version', () => {
    const images = [
      ...all.flatMap(([, { image }]) => image ?? []),
      ...(/NODE_IMAGE=(\S+)/.exec(dockerfile) ?? []).slice(1),
    ];
    expect(images.length).toBeGreaterThan(5);
    expect(images.filter((image) => !/:v?\d+\.\d+(\.\d+)?(-[a-z]+)*$/.test(image))).toEqual([]);
  });

  it('opens ports to this machine alone', () => {
    const ports = all.flatMap(([, service]) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(5);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    const hostPorts = ports.map((port) => port.split(':')[1]);
    expect(new Set(hostPorts).size).toBe(hostPorts.length);
  });

  it('waits for services that exist, and for health only where there is a check', () => {
    const waits = all.flatMap(([name, { depends_on = {} }]) =>
      Object.entries(depends_on).map(([on, { condition }]) => ({ name, on, condition })),
    );
    expect(waits.length).toBeGreaterThan(5);
    const vain = waits.filter(({ on, condition }) => {
      const service = services[on];
      if (!service) return true;
      return condition === 'service_healthy' ? !service.healthcheck : service.restart !== 'no';
    });
    expect(vain).toEqual([]);
  });

  it('mounts files that exist and volumes that are declared', () => {
    const sources = all.flatMap(([, service]) => (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? ''));
    const missing = sources.filter((source) =>
      source.startsWith('.') ? !existsSync(join(REPOSITORY_ROOT, source)) : !(source in volumes),
    );
    expect(missing).toEqual([]);
  });

  it('has no password but the one that says what it is', () => {
    const text =
      readFileSync(join(REPOSITORY_ROOT, 'docker-compose.yml'), 'utf8') + readFileSync(CREATE_DATABASES, 'utf8');
    const passwords = [...text.matchAll(/(?:PASSWORD:? '?|:\/\/\w+:(?=[^\s'@]+@))([^\s'@]+)/g)].map(
      ([, password]) => password,
    );
    expect(passwords.length).toBeGreaterThan(8);
    expect(new Set(passwords)).toEqual(new Set(['local-only']));
  });

  it('runs node on built apps, and not as root', () => {
    const stage = dockerfile.slice(dockerfile.indexOf('AS service'));
    expect(stage).toMatch(/^USER node$/m);
    expect(stage).toMatch(/^ENTRYPOINT \["node"\]$/m);
  });
});
