import type { Behaviour } from '../behaviour.ts';
import type { NoticeDesk } from './notice-desk.ts';
import { ALLOWED_NOTICES, noticeSettingsSchema } from './notice-settings.ts';

const schema = noticeSettingsSchema.nullable();

/** Notices that come late, come again, and contradict. */
export function noticesBehaviour(desk: NoticeDesk): Behaviour {
  return {
    name: 'notices',
    schema,
    allowed: ALLOWED_NOTICES,
    activate(value = null, run) {
      const setting = schema.parse(value);
      desk.open(setting, run.random('notices'));
      return { setting, afterDecision: (entry) => desk.announce(entry) };
    },
  };
}
