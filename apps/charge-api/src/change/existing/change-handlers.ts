import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { CANCEL, EXPIRE } from '../rules/release.rules.ts';
import { CAPTURE } from '../rules/capture.rule.ts';
import { CHARGE_POOL } from '../../config/database.module.ts';
import { ProviderWork } from '../../operations/provider-work.ts';
import { REFUND } from '../rules/refund.rule.ts';
import { ChangeChargeHandler } from './change-charge.handler.ts';

/** One handler per kind of change, made once: batches of one kind meet in one desk. */
@Injectable()
export class ChangeHandlers {
  readonly capture: ChangeChargeHandler;
  readonly cancel: ChangeChargeHandler;
  readonly expire: ChangeChargeHandler;
  readonly refund: ChangeChargeHandler;

  constructor(@Inject(CHARGE_POOL) pool: Pool, work: ProviderWork) {
    this.capture = new ChangeChargeHandler(CAPTURE, pool, work);
    this.cancel = new ChangeChargeHandler(CANCEL, pool, work);
    this.expire = new ChangeChargeHandler(EXPIRE, pool, work);
    this.refund = new ChangeChargeHandler(REFUND, pool, work);
  }

  all(): ChangeChargeHandler[] {
    return [this.capture, this.cancel, this.expire, this.refund];
  }
}
