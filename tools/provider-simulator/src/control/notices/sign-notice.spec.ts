import { expect, it } from '@jest/globals';
import { signNotice } from './sign-notice.ts';

const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestampS: 1614265330, body: '{"test": 2432232314}' };

it('signs as the reference vector of Standard Webhooks says', () => {
  expect(signNotice('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', MESSAGE)).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

it('signs otherwise with another secret, id, time or body', () => {
  const signatures = [
    signNotice('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', MESSAGE),
    signNotice('plain', MESSAGE),
    signNotice('plain', { ...MESSAGE, id: 'msg_2' }),
    signNotice('plain', { ...MESSAGE, timestampS: 1614265331 }),
    signNotice('plain', { ...MESSAGE, body: '{"test": 2432232315}' }),
  ].map((headers) => headers['webhook-signature']);
  expect(new Set(signatures).size).toBe(5);
});
