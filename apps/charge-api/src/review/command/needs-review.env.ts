import { httpUrl } from '@once/config';
import { z } from 'zod';
import { chargeApiEnv } from '../../config/charge-api.env.ts';

/** Settings of the service that decisions depend on. */
export const needsReviewEnv = z
  .object(chargeApiEnv.shape)
  .omit({ OPERATOR_CREDENTIALS: true, OPERATOR_CREDENTIALS_FILE: true })
  .extend({
    PROVIDER_URL: httpUrl()
      .default('http://provider.invalid')
      .describe('The payment provider. Without it no finding can be checked.'),
  });
