import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Cancelled } from '#ledger';
import { Desk } from '../desk.ts';
import { Watchers } from '../events/watchers.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { ReasonBody } from '../http/reason.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import type { ProblemCode } from '../problems/dictionary.ts';
import { Refused } from '../problems/refused.ts';
import { CancelBody, DossierList, DossierQuery, DossierStoryView, RevealedView, showHeads, showStory } from './dossier-view.ts';

const REFUSALS: Readonly<Record<Exclude<Cancelled, 'cancelled'>, ProblemCode>> = {
  unknown: 'item.unknown',
  'not-open': 'item.not-open',
  'in-flight': 'item.in-flight',
};

/** Finds dossiers, tells their story, and ends what cannot be delivered. */
@ApiTags('Hồ sơ / Dossiers')
@Controller('api/dossiers')
export class DossiersController {
  constructor(
    private readonly desk: Desk,
    private readonly watchers: Watchers,
  ) {}

  @Get()
  @Call({
    role: 'viewer',
    summary: { vi: 'Tìm hồ sơ', en: 'Find a dossier' },
    answer: DossierList,
    problems: OF_QUERIES,
  })
  async find(@Query(reads(DossierQuery)) { q }: DossierQuery): Promise<DossierList> {
    return showHeads(await this.desk.ledger.dossiers.find(q));
  }

  @Get(':code')
  @Call({
    role: 'viewer',
    summary: { vi: 'Diễn biến của một hồ sơ qua các tầng, đã che', en: 'The story of a dossier on all sides, masked' },
    answer: DossierStoryView,
    problems: ['dossier.unknown'],
  })
  async show(@Param('code') code: string): Promise<DossierStoryView> {
    const story = await this.desk.ledger.dossiers.story(code);
    if (story === undefined) throw new Refused('dossier.unknown');
    return showStory(story);
  }

  @Post(':code/reveal')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Xem thông tin cá nhân; được ghi vào nhật ký', en: 'Look at what is personal; it goes into the audit' },
    answer: RevealedView,
    problems: ['dossier.unknown', 'reason.required'],
    changes: true,
  })
  async reveal(
    @Param('code') code: string,
    @Body(reads(ReasonBody)) { reason }: ReasonBody,
    @Req() request: FastifyRequest,
  ): Promise<RevealedView> {
    const act = { by: operatorOf(request).username, reason, now: this.desk.clock.now() };
    const revealed = await this.desk.ledger.dossiers.reveal(code, act);
    if (revealed === undefined) throw new Refused('dossier.unknown');
    return revealed;
  }

  @Post(':code/destinations/:id/cancel')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: {
      vi: 'Hủy một mục chưa gửi được; hồ sơ đi tiếp với mục sau. Gọi lại cũng chỉ hủy một lần',
      en: 'End an item that is not delivered; the dossier goes on with what follows. Asking twice cancels once',
    },
    answer: DossierStoryView,
    problems: ['item.unknown', 'item.not-open', 'item.in-flight', 'reason.required'],
    changes: true,
  })
  async cancel(
    @Param('code') code: string,
    @Param('id') destination: string,
    @Body(reads(CancelBody)) { seq, reason }: CancelBody,
    @Req() request: FastifyRequest,
  ): Promise<DossierStoryView> {
    const act = { by: operatorOf(request).username, reason, now: this.desk.clock.now() };
    const cancelled = await this.desk.ledger.dossiers.cancel({ code, destination, seq, act });
    if (cancelled !== 'cancelled') throw new Refused(REFUSALS[cancelled]);
    this.desk.log.event('item.cancelled', { dossier: code, partner: destination, seq, by: act.by });
    this.watchers.look();
    return this.show(code);
  }
}
