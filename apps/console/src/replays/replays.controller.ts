import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { ReplayRefused, type Act, type Replay } from '#ledger';
import { Desk } from '../desk.ts';
import { Watchers } from '../events/watchers.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import { ActBody } from './act-body.ts';
import { MAX_ORDER_BYTES, orderOf, refusalOf, ReplayBody } from './replay-order.ts';
import { ReplayItemPage, ReplayItemsQuery, ReplayList, ReplayView, showItems, showReplay } from './replay-view.ts';

/** Orders replays, shows what they would send, and lets them go. */
@ApiTags('Gửi lại / Replays')
@Controller('api/replays')
export class ReplaysController {
  constructor(
    private readonly desk: Desk,
    private readonly watchers: Watchers,
  ) {}

  @Post()
  @HttpCode(202)
  @Call({
    role: 'operator',
    summary: {
      vi: 'Lập danh sách và chạy thử: sẽ gửi lại gì; chưa gửi gì',
      en: 'List, and tell what would be sent; nothing is sent yet',
    },
    answer: ReplayView,
    status: 202,
    problems: [
      ...(['reason.required', 'replay.selection-invalid', 'replay.period-invalid', 'dossier.unknown'] as const),
      ...(['incident.unknown', 'replay.destination-excluded'] as const),
      ...(['replay.unit-unknown', 'replay.destination-unknown', 'replay.destination-in-shadow', 'replay.too-many'] as const),
    ],
    changes: true,
    maxBodyBytes: MAX_ORDER_BYTES,
  })
  create(@Body(reads(ReplayBody)) body: ReplayBody, @Req() request: FastifyRequest): Promise<ReplayView> {
    const order = orderOf(body);
    return this.act(() => this.desk.ledger.replays.create(order, this.actOf(request, body.reason)), body);
  }

  @Get()
  @Call({ role: 'viewer', summary: { vi: 'Các lần gửi lại', en: 'The replays' }, answer: ReplayList })
  async list(): Promise<ReplayList> {
    return { items: (await this.desk.ledger.replays.list()).map(showReplay) };
  }

  @Get(':id')
  @Call({
    role: 'viewer',
    summary: { vi: 'Một lần gửi lại', en: 'One replay' },
    answer: ReplayView,
    problems: ['replay.unknown'],
  })
  show(@Param('id') id: string): Promise<ReplayView> {
    return this.asked(async () => showReplay(await this.desk.ledger.replays.read(known(id))));
  }

  @Get(':id/items')
  @Call({
    role: 'viewer',
    summary: { vi: 'Từng hồ sơ: sẽ gửi gì, đã ra sao', en: 'Dossier by dossier: what would be sent, and what became of it' },
    answer: ReplayItemPage,
    problems: ['replay.unknown', ...OF_QUERIES],
  })
  items(@Param('id') id: string, @Query(reads(ReplayItemsQuery)) { after, limit }: ReplayItemsQuery): Promise<ReplayItemPage> {
    return this.asked(async () => showItems(await this.desk.ledger.replays.items({ id: known(id), after, limit })));
  }

  @Post(':id/start')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Gửi những gì đã chạy thử', en: 'Send what the dry run told' },
    answer: ReplayView,
    problems: ['replay.unknown', 'replay.wrong-state'],
    changes: true,
  })
  start(@Param('id') id: string, @Body(reads(ActBody)) body: ActBody, @Req() request: FastifyRequest): Promise<ReplayView> {
    return this.act(() => this.desk.ledger.replays.start(known(id), this.actOf(request, body.reason)));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Hủy: không gửi thêm; cái đang gửi thì gửi nốt', en: 'Cancel: nothing more is sent; what is on its way ends' },
    answer: ReplayView,
    problems: ['replay.unknown', 'replay.wrong-state'],
    changes: true,
  })
  cancel(@Param('id') id: string, @Body(reads(ActBody)) body: ActBody, @Req() request: FastifyRequest): Promise<ReplayView> {
    return this.act(() => this.desk.ledger.replays.cancel(known(id), this.actOf(request, body.reason)));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Tiếp tục sau khi hủy hoặc lỗi', en: 'Go on after a cancel or a fault' },
    answer: ReplayView,
    problems: ['replay.unknown', 'replay.wrong-state', 'replay.too-many'],
    changes: true,
  })
  resume(@Param('id') id: string, @Body(reads(ActBody)) body: ActBody, @Req() request: FastifyRequest): Promise<ReplayView> {
    return this.act(() => this.desk.ledger.replays.resume(known(id), this.actOf(request, body.reason)));
  }

  private actOf(request: FastifyRequest, reason = ''): Act {
    return { by: operatorOf(request).username, reason, now: this.desk.clock.now() };
  }

  private async act(work: () => Promise<Replay>, ordered?: ReplayBody): Promise<ReplayView> {
    const view = showReplay(await this.asked(work, ordered));
    this.watchers.look();
    return view;
  }

  private async asked<T>(work: () => Promise<T>, ordered?: ReplayBody): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof ReplayRefused ? refusalOf(error.code, ordered) : error;
    }
  }
}

function known(id: string): string {
  if (!isUUID(id)) throw new ReplayRefused('replay.unknown');
  return id;
}
