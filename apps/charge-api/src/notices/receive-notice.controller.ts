import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { readOperationBody } from '../http/operation-body.ts';
import { ProblemError } from '../http/problem/problem.error.ts';
import { NoticeSignatureGuard } from './notice-signature.guard.ts';
import { NoticeMetrics } from './notice.metrics.ts';
import { noticeSchema, type Notice } from './notice.schema.ts';
import { ReceiveNotice } from './receive-notice.ts';

/** The provider's way in: no tenant's, and so no part of the public API. */
@ApiExcludeController()
@UseGuards(NoticeSignatureGuard)
@Controller('v1/provider-notices')
export class ReceiveNoticeController {
  constructor(
    private readonly notices: ReceiveNotice,
    private readonly metrics: NoticeMetrics,
  ) {}

  /** 204 says that it arrived, whatever it is good for: the provider is told nothing, and sends it no more. */
  @Post('simulator')
  @HttpCode(204)
  async receive(@Body() body: unknown): Promise<void> {
    const notice = this.read(body);
    this.metrics.count(await this.notices.receive(notice));
  }

  private read(body: unknown): Notice {
    try {
      return readOperationBody(noticeSchema, body).command;
    } catch (error) {
      if (error instanceof ProblemError) this.metrics.count('malformed');
      throw error;
    }
  }
}
