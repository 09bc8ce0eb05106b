import { describe, expect, it } from '@jest/globals';
import { phase } from './phase.ts';
import { Screen } from './screen.ts';

const newScreen = (isTTY: boolean, env: NodeJS.ProcessEnv = {}) => {
  const written: string[] = [];
  const screen = new Screen({ isTTY, write: (text) => written.push(text) }, env);
  return { screen, text: () => written.join('') };
};

const escapes = '\u001b';

describe('Screen', () => {
  it('colours and writes over its live line on a terminal', () => {
    const { screen, text } = newScreen(true);
    screen.live('half way');
    screen.line(screen.paint('green', 'done'));
    expect(text()).toContain('half way');
    expect(text()).toContain(`${escapes}[32mdone`);
    expect(text()).toContain(`\r${escapes}[2K`);
  });

  it('writes plain lines and nothing live where nobody looks on', () => {
    const { screen, text } = newScreen(false);
    screen.live('half way');
    screen.line(screen.paint('green', 'done'));
    expect(text()).toBe('done\n');
  });

  it('has no colours under NO_COLOR, and no control sequences on a dumb terminal', () => {
    const plain = newScreen(true, { NO_COLOR: '1' });
    plain.screen.line(plain.screen.paint('red', 'x'));
    expect(plain.text()).toBe('x\n');
    const dumb = newScreen(true, { TERM: 'dumb' });
    dumb.screen.live('half way');
    dumb.screen.line(dumb.screen.paint('red', 'x'));
    expect(dumb.text()).toBe('x\n');
  });
});

describe('phase', () => {
  it('ends in one line with the time it took', async () => {
    const { screen, text } = newScreen(false);
    await expect(phase(screen, 'count', () => Promise.resolve(3))).resolves.toBe(3);
    expect(text()).toMatch(/^ \+ count \.{70,} \d+\.\d s\n$/);
    expect(text().trimEnd().length).toBe(100);
  });
});
