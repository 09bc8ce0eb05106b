import { describe, expect, it } from '@jest/globals';
import { readComposeFile } from '../../../compose/src/compose-file.ts';
import { settingsOf } from './describe-setting.ts';
import { SERVICES, TRACING } from './environments.ts';

const { services } = readComposeFile();
/** Read by OpenTelemetry's SDK itself. */
const SDK = new Set(['OTEL_SERVICE_NAME']);

describe.each(Object.entries(SERVICES))('docker-compose.yml and the settings of %s', (name, schema) => {
  const service = services[name]!;
  const settings = new Map([...settingsOf(schema), ...settingsOf(TRACING)].map((setting) => [setting.name, setting]));
  const defaultOf = (setting: string): string => settings.get(setting)?.fallback ?? '';

  it('sets what exists, and repeats no default', () => {
    const set = Object.entries(service.environment!).filter(([variable]) => !SDK.has(variable));
    expect(set.filter(([variable, value]) => settings.get(variable)?.fallback === String(value))).toEqual([]);
    expect(set.map(([variable]) => variable).filter((variable) => !settings.has(variable))).toEqual([]);
  });

  it('finds the service at its default ports', () => {
    expect(service.healthcheck!.test.join(' ')).toContain(`:${defaultOf('PORT')}/readyz`);
    const published = (service.ports ?? []).map((port) => port.split(':').at(-1));
    const own = [defaultOf('PORT'), defaultOf('OPERATOR_PORT')];
    expect(published.filter((port) => !own.includes(port ?? ''))).toEqual([]);
  });

  it('waits for an orderly stop for longer than that may take', () => {
    expect(service.stop_grace_period).toMatch(/^\d+s$/);
    expect(parseInt(service.stop_grace_period!) * 1_000).toBeGreaterThan(Number(defaultOf('STOP_WITHIN_MS')));
  });
});
