import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Paused, PauseOrder } from '#ledger';
import { Desk } from '../desk.ts';
import { Watchers } from '../events/watchers.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { ReasonBody } from '../http/reason.ts';
import { Call } from '../openapi/call.ts';
import type { ProblemCode } from '../problems/dictionary.ts';
import { Refused } from '../problems/refused.ts';
import { Board } from './board.ts';
import { DestinationList, DestinationView } from './destination-view.ts';

/** Shows the destinations, holds them and lets them go on. */
@ApiTags('Nơi nhận / Destinations')
@Controller('api/destinations')
export class DestinationsController {
  constructor(
    private readonly desk: Desk,
    private readonly board: Board,
    private readonly watchers: Watchers,
  ) {}

  @Get()
  @Call({
    role: 'viewer',
    summary: { vi: 'Các nơi nhận và những gì đang chờ', en: 'The destinations and what waits for them' },
    answer: DestinationList,
  })
  list(): Promise<DestinationList> {
    return this.board.read();
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Tạm dừng gửi; tiếp nhận vẫn chạy', en: 'Hold it: nothing is sent there, intake goes on' },
    answer: DestinationView,
    problems: ['destination.unknown', 'destination.already-paused', 'reason.required'],
    changes: true,
  })
  async pause(
    @Param('id') id: string,
    @Body(reads(ReasonBody)) { reason }: ReasonBody,
    @Req() request: FastifyRequest,
  ): Promise<DestinationView> {
    const order = this.orderOf(id, reason, request);
    const paused = await this.desk.ledger.pause(order);
    if (paused === 'done') this.desk.log.event('destination.paused', { partner: id, operator: order.by });
    return this.answer(paused, id, 'destination.already-paused');
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Cho gửi tiếp', en: 'Let it go on' },
    answer: DestinationView,
    problems: ['destination.unknown', 'destination.not-paused', 'reason.required'],
    changes: true,
  })
  async resume(
    @Param('id') id: string,
    @Body(reads(ReasonBody)) { reason }: ReasonBody,
    @Req() request: FastifyRequest,
  ): Promise<DestinationView> {
    const order = this.orderOf(id, reason, request);
    const resumed = await this.desk.ledger.resume(order);
    if (resumed === 'done') this.desk.log.event('destination.unpaused', { partner: id, operator: order.by });
    return this.answer(resumed, id, 'destination.not-paused');
  }

  private orderOf(destination: string, reason: string, request: FastifyRequest): PauseOrder {
    return { destination, by: operatorOf(request).username, reason, now: this.desk.clock.now() };
  }

  private async answer(came: Paused, destination: string, already: ProblemCode): Promise<DestinationView> {
    if (came === 'already') throw new Refused(already);
    const { items } = await this.board.readAnew();
    const view = items.find(({ id }) => id === destination);
    if (came === 'unknown' || view === undefined) throw new Refused('destination.unknown');
    this.watchers.look();
    return view;
  }
}
