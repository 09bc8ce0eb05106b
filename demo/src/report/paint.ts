import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
export type Paint = (style: Style, text: string) => string;

/** Colours where a person looks on, unless they said that they want none (https://no-color.org). */
export function newPaint(isTty: boolean, env: NodeJS.ProcessEnv): Paint {
  const isColoured = isTty && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text);
}
