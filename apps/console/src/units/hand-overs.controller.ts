import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Act } from '#ledger';
import { Desk } from '../desk.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { Call } from '../openapi/call.ts';
import { ActBody } from '../replays/act-body.ts';
import { HandOverBody, HandOverList, HandOverView } from './hand-over-view.ts';
import { asked, known } from './refusal.ts';
import { MAX_CSV_BYTES } from './unit-view.ts';

/** Hands the open dossiers of divided units to their successors, step by step. */
@ApiTags('Bàn giao hồ sơ / Hand-overs')
@Controller('api/hand-overs')
export class HandOversController {
  constructor(private readonly desk: Desk) {}

  @Get()
  @Call({ role: 'viewer', summary: { vi: 'Các lần bàn giao', en: 'The hand-overs' }, answer: HandOverList })
  async list(): Promise<HandOverList> {
    return { items: await this.desk.ledger.handOvers.list() };
  }

  @Post()
  @HttpCode(201)
  @Call({
    role: 'operator',
    summary: { vi: 'Lập và đếm trước; chưa bàn giao gì', en: 'Order and count; nothing is handed over yet' },
    answer: HandOverView,
    status: 201,
    problems: ['hand-over.csv-invalid', 'hand-over.rule-invalid', 'hand-over.unit-not-divided', 'reason.required'],
    changes: true,
    maxBodyBytes: 2 * MAX_CSV_BYTES,
  })
  order(@Body(reads(HandOverBody)) body: HandOverBody, @Req() request: FastifyRequest): Promise<HandOverView> {
    const { reason, unitId, csv, rules } = body;
    const order = {
      unitId,
      ...(csv !== undefined && { csv }),
      ...(rules !== undefined && { rules }),
    };
    return asked(() => this.desk.ledger.handOvers.order(order, this.act(request, reason)));
  }

  @Get(':id')
  @Call({
    role: 'viewer',
    summary: { vi: 'Một lần bàn giao', en: 'One hand-over' },
    answer: HandOverView,
    problems: ['hand-over.unknown'],
  })
  show(@Param('id') id: string): Promise<HandOverView> {
    return asked(() => this.desk.ledger.handOvers.read(known(id, 'hand-over.unknown')));
  }

  @Post(':id/step')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: {
      vi: 'Bàn giao các hồ sơ tiếp theo, nhiều nhất 2.000; gọi lại cho đến khi xong',
      en: 'Hand over the next dossiers, 2,000 at most; call again until it is done',
    },
    answer: HandOverView,
    problems: ['hand-over.unknown', 'hand-over.wrong-state'],
    changes: true,
  })
  step(@Param('id') id: string, @Body(reads(ActBody)) body: ActBody, @Req() request: FastifyRequest): Promise<HandOverView> {
    return asked(() => this.desk.ledger.handOvers.step(known(id, 'hand-over.unknown'), this.act(request, body.reason)));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Dừng; những gì đã bàn giao vẫn giữ', en: 'Stop; what was handed over stays' },
    answer: HandOverView,
    problems: ['hand-over.unknown', 'hand-over.wrong-state'],
    changes: true,
  })
  cancel(@Param('id') id: string, @Body(reads(ActBody)) body: ActBody, @Req() request: FastifyRequest): Promise<HandOverView> {
    return asked(() => this.desk.ledger.handOvers.cancel(known(id, 'hand-over.unknown'), this.act(request, body.reason)));
  }

  private act(request: FastifyRequest, reason = ''): Act {
    return { by: operatorOf(request).username, reason, now: this.desk.clock.now() };
  }
}
