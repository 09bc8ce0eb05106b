import type {
  AuthorizeCall,
  CancelCall,
  CaptureCall,
  FindResult,
  Identification,
  PaymentLookup,
  PaymentProvider,
  ProviderCall,
  ProviderQuery,
  ProviderResult,
  RefundCall,
} from '../../src/provider/payment-provider.ts';
import type { PlanBook } from './plan-book.ts';
import { workingAs } from './working-as.ts';

/** What a worker's work ends with when the worker itself does: nothing of it is written down any more. */
class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
}

/** The real adapter, in whose calls workers die and stand still as planned. */
export class PlannedProvider implements PaymentProvider {
  readonly name: string;
  readonly timeoutMs: number;
  private readonly provider: PaymentProvider;
  private readonly book: PlanBook;

  constructor(provider: PaymentProvider, book: PlanBook) {
    this.provider = provider;
    this.book = book;
    this.name = provider.name;
    this.timeoutMs = provider.timeoutMs;
  }

  authorize(call: AuthorizeCall): Promise<ProviderResult> {
    return this.carryOut(call, () => this.provider.authorize(call));
  }

  capture(call: CaptureCall): Promise<ProviderResult> {
    return this.carryOut(call, () => this.provider.capture(call));
  }

  refund(call: RefundCall): Promise<ProviderResult> {
    return this.carryOut(call, () => this.provider.refund(call));
  }

  cancel(call: CancelCall): Promise<ProviderResult> {
    return this.carryOut(call, () => this.provider.cancel(call));
  }

  async find(query: ProviderQuery): Promise<FindResult> {
    const worker = workingAs();
    const fate = this.book.drawLook(worker);
    if (fate === 'dies') {
      this.book.noteDeath(worker);
      throw new WorkerDied('before it asked');
    }
    if (fate === 'inconclusive') this.book.armLook(query.providerKey);
    return this.provider.find(query);
  }

  identify(): Promise<Identification> {
    return this.provider.identify();
  }

  lookUpPayment(query: { account: string; paymentId: string }): Promise<PaymentLookup> {
    return this.provider.lookUpPayment(query);
  }

  close(): Promise<void> {
    return this.provider.close();
  }

  private async carryOut({ providerKey }: ProviderCall, send: () => Promise<ProviderResult>): Promise<ProviderResult> {
    const { book } = this;
    const worker = workingAs();
    const die = (where: string): never => {
      book.noteDeath(worker);
      throw new WorkerDied(where);
    };
    const fate = book.drawCall(worker);
    book.noteCall(worker);
    switch (fate) {
      case 'answered':
        return send();
      case 'dies_before':
        return die('before its call');
      case 'dies_meanwhile':
        book.arm(providerKey, 'slow');
        book.follow(send());
        return die('while its call was on its way');
      case 'dies_after':
        await send();
        return die('after its call');
      case 'stops_before':
        await book.standStill(worker);
        return send();
      case 'stops_after': {
        const result = await send();
        await book.standStill(worker);
        return result;
      }
      case 'slow':
      case 'effect_then_drop':
      case 'effect_then_500':
      case 'effect_then_503':
      case 'refused_429':
      case 'refused_503':
      case 'dropped_before_effect':
        book.arm(providerKey, fate);
        return send();
    }
  }
}
