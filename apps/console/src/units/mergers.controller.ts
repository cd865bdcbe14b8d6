import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Act } from '#ledger';
import { Desk } from '../desk.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { ReasonBody } from '../http/reason.ts';
import { Call } from '../openapi/call.ts';
import { MergerList, MergerPreviewView, MergerView, showPending } from './merger-view.ts';
import { asked, known } from './refusal.ts';
import { MAX_CSV_BYTES, MergerBody, RecordBody } from './unit-view.ts';

/** Loads resolutions, shows what they would do, records them and takes them back. */
@ApiTags('Sắp xếp đơn vị / Mergers')
@Controller('api/mergers')
export class MergersController {
  constructor(private readonly desk: Desk) {}

  @Get()
  @Call({ role: 'viewer', summary: { vi: 'Các đợt sắp xếp đơn vị', en: 'The mergers' }, answer: MergerList })
  async list(): Promise<MergerList> {
    return { items: await this.desk.ledger.mergers.list(this.desk.clock.now()) };
  }

  @Post()
  @HttpCode(201)
  @Call({
    role: 'operator',
    summary: { vi: 'Nạp một nghị quyết làm dự thảo', en: 'Load a resolution as a draft' },
    answer: MergerView,
    status: 201,
    problems: ['merger.csv-invalid', 'reason.required'],
    changes: true,
    maxBodyBytes: 2 * MAX_CSV_BYTES,
  })
  load(@Body(reads(MergerBody)) { reason, ...order }: MergerBody, @Req() request: FastifyRequest): Promise<MergerView> {
    return asked(() => this.desk.ledger.mergers.load(order, this.act(request, reason)));
  }

  @Get(':id')
  @Call({
    role: 'viewer',
    summary: { vi: 'Một đợt sắp xếp', en: 'One merger' },
    answer: MergerView,
    problems: ['merger.unknown'],
  })
  show(@Param('id') id: string): Promise<MergerView> {
    return asked(() => this.desk.ledger.mergers.read(known(id, 'merger.unknown'), this.desk.clock.now()));
  }

  @Post(':id/preview')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Xem trước: sẽ đụng đến những gì; chưa ghi nhận gì', en: 'What it would concern; nothing is recorded' },
    answer: MergerPreviewView,
    problems: ['merger.unknown', 'merger.wrong-state'],
    changes: true,
  })
  preview(@Param('id') id: string): Promise<MergerPreviewView> {
    return asked(async () => {
      const preview = await this.desk.ledger.mergers.preview(known(id, 'merger.unknown'), this.desk.clock.now());
      return { ...preview, pending: preview.pending.map(showPending) };
    });
  }

  @Post(':id/record')
  @HttpCode(200)
  @Call({
    role: 'admin',
    summary: { vi: 'Ghi nhận đúng bản đã xem trước', en: 'Record the version that was shown' },
    answer: MergerView,
    problems: ['merger.unknown', 'merger.not-previewed', 'merger.changed', 'merger.wrong-state', 'reason.required'],
    changes: true,
  })
  record(
    @Param('id') id: string,
    @Body(reads(RecordBody)) { version, reason }: RecordBody,
    @Req() request: FastifyRequest,
  ): Promise<MergerView> {
    return asked(() => this.desk.ledger.mergers.record(known(id, 'merger.unknown'), version, this.act(request, reason)));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Call({
    role: 'admin',
    summary: { vi: 'Rút dự thảo, hoặc đợt chưa đến ngày', en: 'Withdraw a draft, or one whose day has not come' },
    answer: MergerView,
    problems: ['merger.unknown', 'merger.in-force', 'merger.in-use', 'reason.required'],
    changes: true,
  })
  withdraw(
    @Param('id') id: string,
    @Body(reads(ReasonBody)) { reason }: ReasonBody,
    @Req() request: FastifyRequest,
  ): Promise<MergerView> {
    return asked(() => this.desk.ledger.mergers.withdraw(known(id, 'merger.unknown'), this.act(request, reason)));
  }

  private act(request: FastifyRequest, reason: string): Act {
    return { by: operatorOf(request).username, reason, now: this.desk.clock.now() };
  }
}
