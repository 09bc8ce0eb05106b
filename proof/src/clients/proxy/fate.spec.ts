import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../../plan/seeded-random.ts';
import { checkWeather, CLEAR_WEATHER, drawFate, FATES, ROUGH_WEATHER, type Weather } from './fate.ts';

const REQUESTS = 20_000;

const fatesUnder = (weather: Weather) => {
  const root = new SeededRandom(42);
  return Array.from({ length: REQUESTS }, (_, index) => drawFate(root.split(`c ${index}`), weather));
};

describe('drawFate', () => {
  it('lets everything pass in clear weather', () => {
    expect(new Set(fatesUnder(CLEAR_WEATHER).map(({ kind }) => kind))).toEqual(new Set(['passed']));
  });

  it('gives each fate about as often as the weather says', () => {
    const fates = fatesUnder(ROUGH_WEATHER);
    for (const kind of FATES) {
      const share = fates.filter((fate) => fate.kind === kind).length / REQUESTS;
      expect(Math.abs(share - (ROUGH_WEATHER.probabilities[kind] ?? 0))).toBeLessThan(0.01);
      expect(share).toBeGreaterThan(0);
    }
  });

  it('delays within the bounds', () => {
    const weather = {
      ...CLEAR_WEATHER,
      probabilities: { delayed: 0.5, late_arrival: 0.5 },
      lateMs: { min: 5, max: 6 },
    };
    const fates = fatesUnder(weather);
    const late = fates.filter(({ kind }) => kind === 'late_arrival');
    expect(new Set(late.map(({ delayMs }) => delayMs))).toEqual(new Set([5, 6]));
    expect(fates.filter(({ kind }) => kind === 'passed')).toEqual([]);
  });

  it('is the same for the same request and weather', () => {
    expect(fatesUnder(ROUGH_WEATHER)).toEqual(fatesUnder(ROUGH_WEATHER));
  });
});

describe('checkWeather', () => {
  it('takes tenths that fill it, and refuses more or less than all', () => {
    const weather = (probabilities: Weather['probabilities']): Weather => ({ ...CLEAR_WEATHER, probabilities });
    expect(() => checkWeather(weather({ answer_eaten: 0.7, delayed: 0.2, late_arrival: 0.1 }))).not.toThrow();
    expect(() => checkWeather(weather({ answer_eaten: 0.7, delayed: 0.4 }))).toThrow('add up to 1 at most');
    expect(() => checkWeather(weather({ answer_eaten: -0.1 }))).toThrow(RangeError);
    expect(() => checkWeather(weather({ delayed: Number.NaN }))).toThrow(RangeError);
  });
});
