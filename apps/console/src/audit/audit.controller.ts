import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Desk } from '../desk.ts';
import { reads } from '../http/read.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import { AuditPage, AuditQuery, showAudit } from './audit-view.ts';

/** Shows who did what. */
@ApiTags('Nhật ký / Audit')
@Controller('api/audit')
export class AuditController {
  constructor(private readonly desk: Desk) {}

  @Get()
  @Call({
    role: 'admin',
    summary: { vi: 'Ai đã làm gì, mới nhất trước', en: 'Who did what, the latest first' },
    answer: AuditPage,
    problems: OF_QUERIES,
  })
  async read(@Query(reads(AuditQuery)) { after: before, limit, subject }: AuditQuery): Promise<AuditPage> {
    return showAudit(await this.desk.ledger.readAudit({ before, limit, subject }));
  }
}
