import { Module } from '@nestjs/common';
import { LedgerMetrics } from './ledger-metrics.ts';

@Module({ providers: [LedgerMetrics] })
export class ReportLedgerModule {}
