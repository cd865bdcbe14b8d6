import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { CatalogueRefused, type Act } from '#ledger';
import { Desk } from '../desk.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { ReasonBody } from '../http/reason.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import { Refused } from '../problems/refused.ts';
import { ChangesBody, ChangesQuery, DifferencesQuery, ProceduresQuery, RollBackBody } from './catalogue-bodies.ts';
import {
  ChangePage,
  DifferencePage,
  DoneView,
  ProcedurePage,
  showChange,
  showSync,
  SyncList,
  SyncView,
} from './catalogue-view.ts';

/** The catalogue of procedures: how old it is, what syncs found, what comes into force and what is taken back. */
@ApiTags('Danh mục thủ tục / Catalogue')
@Controller('api/catalogue')
export class CatalogueController {
  constructor(private readonly desk: Desk) {}

  @Get('procedures')
  @Call({
    role: 'viewer',
    summary: { vi: 'Thủ tục đang có hiệu lực, với độ mới của từng thủ tục', en: 'The procedures in force, and how old each is' },
    answer: ProcedurePage,
    problems: [...OF_QUERIES],
  })
  async procedures(@Query(reads(ProceduresQuery)) { search, after = '', limit }: ProceduresQuery): Promise<ProcedurePage> {
    const rows = await this.desk.ledger.catalogue.procedures({ search, after, limit: limit + 1, now: this.desk.clock.now() });
    return pageOf(rows, limit, ({ code }) => code);
  }

  @Get('syncs')
  @Call({ role: 'viewer', summary: { vi: 'Các lần đồng bộ', en: 'The syncs' }, answer: SyncList })
  async syncs(): Promise<SyncList> {
    return { items: (await this.desk.ledger.catalogue.syncs()).map(showSync) };
  }

  @Post('syncs')
  @HttpCode(202)
  @Call({
    role: 'operator',
    summary: { vi: 'Đồng bộ ngay; nếu đang đồng bộ thì trả về lần đó', en: 'Sync now; where one is under way, it is answered' },
    answer: SyncView,
    status: 202,
    problems: ['reason.required', 'sync.no-source'],
    changes: true,
  })
  order(@Body(reads(ReasonBody)) body: ReasonBody, @Req() request: FastifyRequest): Promise<SyncView> {
    return refusing(async () => showSync(await this.desk.ledger.catalogue.order(this.actOf(request, body))));
  }

  @Get('syncs/:id')
  @Call({ role: 'viewer', summary: { vi: 'Một lần đồng bộ', en: 'One sync' }, answer: SyncView, problems: ['sync.unknown'] })
  sync(@Param('id') id: string): Promise<SyncView> {
    return refusing(async () => showSync(await this.desk.ledger.catalogue.sync(known(id))));
  }

  @Get('syncs/:id/differences')
  @Call({
    role: 'viewer',
    summary: { vi: 'Những chỗ hai nguồn khác nhau', en: 'Where the two sources differ' },
    answer: DifferencePage,
    problems: ['sync.unknown', ...OF_QUERIES],
  })
  differences(
    @Param('id') id: string,
    @Query(reads(DifferencesQuery)) { after = '', limit }: DifferencesQuery,
  ): Promise<DifferencePage> {
    return refusing(async () => {
      const { catalogue } = this.desk.ledger;
      const { id: sync } = await catalogue.sync(known(id));
      const rows = await catalogue.differences({ sync, after, limit: limit + 1 });
      return pageOf(rows, limit, ({ code, kind }) => `${code}.${kind}`);
    });
  }

  @Post('syncs/:id/levels')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: {
      vi: 'Nhận mức độ dịch vụ mà nguồn thứ hai nêu trong một lần đồng bộ',
      en: 'Adopt the levels of service that the second source told in a sync',
    },
    answer: DoneView,
    problems: ['reason.required', 'sync.unknown'],
    changes: true,
  })
  levels(@Param('id') id: string, @Body(reads(ReasonBody)) body: ReasonBody, @Req() request: FastifyRequest): Promise<DoneView> {
    return refusing(async () => {
      const { catalogue } = this.desk.ledger;
      const { id: sync } = await catalogue.sync(known(id));
      return { changes: await catalogue.adoptLevels(sync, this.actOf(request, body)) };
    });
  }

  @Post('syncs/:id/roll-back')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Hoàn tác những gì một lần đồng bộ đã thay đổi', en: 'Take back what a sync changed' },
    answer: DoneView,
    problems: ['reason.required', 'sync.unknown', 'change.since'],
    changes: true,
  })
  rollBack(
    @Param('id') id: string,
    @Body(reads(RollBackBody)) body: RollBackBody,
    @Req() request: FastifyRequest,
  ): Promise<DoneView> {
    return refusing(async () => {
      const { catalogue } = this.desk.ledger;
      const { id: sync } = await catalogue.sync(known(id));
      return { changes: await catalogue.rollBack({ sync, codes: body.codes }, this.actOf(request, body)) };
    });
  }

  @Get('changes')
  @Call({
    role: 'viewer',
    summary: { vi: 'Thay đổi của một lần đồng bộ, hoặc mọi thay đổi đang chờ', en: 'Changes of a sync, or all that wait' },
    answer: ChangePage,
    problems: [...OF_QUERIES],
  })
  async changes(@Query(reads(ChangesQuery)) { sync, after = 0, limit }: ChangesQuery): Promise<ChangePage> {
    const rows = await this.desk.ledger.catalogue.changes({ sync, after, limit: limit + 1 });
    return pageOf(rows.map(showChange), limit, ({ id }) => String(id));
  }

  @Post('changes/activate')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Cho các thay đổi có hiệu lực từ hôm nay', en: 'Bring changes into force from today' },
    answer: DoneView,
    problems: ['reason.required', 'change.decided', 'change.outdated'],
    changes: true,
  })
  activate(@Body(reads(ChangesBody)) body: ChangesBody, @Req() request: FastifyRequest): Promise<DoneView> {
    return refusing(async () => ({ changes: await this.desk.ledger.catalogue.activate(body.ids, this.actOf(request, body)) }));
  }

  @Post('changes/reject')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Từ chối các thay đổi', en: 'Turn changes down' },
    answer: DoneView,
    problems: ['reason.required', 'change.decided'],
    changes: true,
  })
  reject(@Body(reads(ChangesBody)) body: ChangesBody, @Req() request: FastifyRequest): Promise<DoneView> {
    return refusing(async () => ({ changes: await this.desk.ledger.catalogue.reject(body.ids, this.actOf(request, body)) }));
  }

  private actOf(request: FastifyRequest, { reason }: ReasonBody): Act {
    return { by: operatorOf(request).username, reason, now: this.desk.clock.now() };
  }
}

function pageOf<T>(
  rows: readonly T[],
  limit: number,
  cursor: (last: T) => string,
): { items: T[]; next: string | null; hasMore: boolean } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last === undefined ? null : cursor(last), hasMore: rows.length > limit };
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CatalogueRefused)) throw error;
    throw new Refused(error.code, error.codes.length === 0 ? {} : { members: { procedures: error.codes } });
  }
}

function known(id: string): string {
  if (!isUUID(id)) throw new CatalogueRefused('sync.unknown');
  return id;
}
