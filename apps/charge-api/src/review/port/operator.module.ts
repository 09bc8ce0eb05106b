import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { PinoLogger } from 'nestjs-pino';
import { ProblemFilter } from '../../http/problem/problem.filter.ts';
import { ReviewOperations } from '../review-operations.ts';
import { NeedsReviewController } from './needs-review.controller.ts';
import type { OperatorCredential } from '../../config/operator-credentials.ts';
import { OPERATOR_CREDENTIALS } from './operator.guard.ts';

export interface OperatorServices {
  credentials: readonly OperatorCredential[];
  reviews: ReviewOperations;
  logger: PinoLogger;
}

/** Everything that the operators' port serves. What it works with is the service's own, handed over. */
@Module({})
export class OperatorModule {
  static register({ credentials, reviews, logger }: OperatorServices): DynamicModule {
    return {
      module: OperatorModule,
      controllers: [NeedsReviewController],
      providers: [
        { provide: OPERATOR_CREDENTIALS, useValue: credentials },
        { provide: ReviewOperations, useValue: reviews },
        { provide: PinoLogger, useValue: logger },
        { provide: APP_FILTER, useValue: new ProblemFilter(logger) },
      ],
    };
  }
}
