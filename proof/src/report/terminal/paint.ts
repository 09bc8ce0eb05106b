import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';
export type Paint = (style: Style, text: string) => string;

/** For logs and files. */
export const plain: Paint = (_style, text) => text;

/** Colours where a person looks on, unless they said that they want none (https://no-color.org). */
export function newPaint(isTty: boolean, env: NodeJS.ProcessEnv): Paint {
  if (!isTty || env['NO_COLOR'] || env['TERM'] === 'dumb') return plain;
  return (style, text) => styleText(style, text, { validateStream: false });
}
