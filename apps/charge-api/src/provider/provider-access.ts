import { Inject, Injectable } from '@nestjs/common';
import { PAYMENT_PROVIDER, type PaymentProvider } from './payment-provider.ts';
import { ProviderAccount } from './provider-account.ts';
import { ProviderDoubts } from './provider-doubts.ts';

/** The provider, whose money it moves, and where it is told when something about the two is wrong. */
@Injectable()
export class ProviderAccess {
  constructor(
    @Inject(PAYMENT_PROVIDER) readonly provider: PaymentProvider,
    readonly account: ProviderAccount,
    readonly doubts: ProviderDoubts,
  ) {}
}
