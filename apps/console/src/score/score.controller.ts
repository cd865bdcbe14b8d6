import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ScoreRun } from '#ledger';
import { daysLeft, type Figure, type LossCause, type Rules } from '#scoring';
import { Desk } from '../desk.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import { Refused } from '../problems/refused.ts';
import { LossFileQuery, LossPage, lossPlaceIn, LossQuery, showLosses } from './loss-view.ts';
import { figuresCsv, LOSS_HEADS, lossesCsv } from './score-csv.ts';
import { PeriodList, ScoreOrderBody, ScoreOrderView, ScoreQuery, ScoreView, showScore } from './score-view.ts';

const ROWS_PER_READ = 500;
const PROBLEMS = [...OF_QUERIES, 'score.not-computed'] as const;

/** What a part of the list is asked for with. */
interface LossOrder {
  readonly unit?: string | undefined;
  readonly figure?: Figure | undefined;
  readonly cause?: LossCause | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Shows how the province is scored by what was done and by what counts, and which dossiers make the difference. */
@ApiTags('Điểm 766 / Score')
@Controller('api/score')
export class ScoreController {
  constructor(private readonly desk: Desk) {}

  @Get()
  @Call({
    role: 'viewer',
    summary: { vi: 'Các chỉ tiêu của một kỳ, theo tỉnh và đơn vị', en: 'The figures of a period, of the province and of units' },
    answer: ScoreView,
    problems: PROBLEMS,
  })
  async score(@Query(reads(ScoreQuery)) query: ScoreQuery): Promise<ScoreView> {
    const run = await this.runOf(query.period);
    const rows = await this.desk.ledger.score.figures(run.id, query.unit);
    const isOrdered = await this.desk.ledger.score.isOrdered(query.period);
    return showScore({ run, rows, isOrdered, now: this.desk.clock.now() });
  }

  @Get('periods')
  @Call({ role: 'viewer', summary: { vi: 'Các kỳ đã tính', en: 'The periods that were computed' }, answer: PeriodList })
  async periods(): Promise<PeriodList> {
    return { items: await this.desk.ledger.score.periods() };
  }

  @Get('dossiers')
  @Call({
    role: 'viewer',
    summary: { vi: 'Hồ sơ được tính kém hơn việc đã làm', en: 'Dossiers that count for less than was done' },
    answer: LossPage,
    problems: PROBLEMS,
  })
  async dossiers(@Query(reads(LossQuery)) query: LossQuery): Promise<LossPage> {
    return this.lossesOf(await this.runOf(query.period), query);
  }

  @Post('compute')
  @HttpCode(202)
  @Call({
    role: 'operator',
    summary: { vi: 'Tính lại một kỳ ngay', en: 'Compute a period now' },
    answer: ScoreOrderView,
    status: 202,
    problems: ['reason.required'],
    changes: true,
  })
  async compute(@Body(reads(ScoreOrderBody)) body: ScoreOrderBody, @Req() request: FastifyRequest): Promise<ScoreOrderView> {
    const { period, reason } = body;
    const act = { by: operatorOf(request).username, reason, now: this.desk.clock.now() };
    await this.desk.ledger.score.order(period, act);
    return { period, isOrdered: true };
  }

  @Get('figures.csv')
  @Call({ role: 'viewer', summary: { vi: 'Các chỉ tiêu, tệp CSV', en: 'The figures as CSV' }, problems: PROBLEMS })
  async figuresFile(@Query(reads(ScoreQuery)) query: ScoreQuery, @Res() reply: FastifyReply): Promise<void> {
    const csv = figuresCsv(await this.score(query));
    await asFile(reply, `diem-766-${query.period}.csv`).send(csv);
  }

  @Get('dossiers.csv')
  @Call({ role: 'viewer', summary: { vi: 'Hồ sơ bị mất điểm, tệp CSV', en: 'The dossiers as CSV' }, problems: PROBLEMS })
  async dossiersFile(@Query(reads(LossFileQuery)) query: LossFileQuery, @Res() reply: FastifyReply): Promise<void> {
    const lines = this.lines(await this.runOf(query.period), query);
    await asFile(reply, `mat-diem-766-${query.period}.csv`).send(Readable.from(lines));
  }

  /** Read portion by portion, as fast as whoever asked takes it. */
  private async *lines(run: ScoreRun, query: LossFileQuery): AsyncGenerator<string> {
    yield LOSS_HEADS;
    for (let after: string | undefined, more = true; more;) {
      const { unit, figure, cause } = query;
      const page = await this.lossesOf(run, { unit, figure, cause, after, limit: ROWS_PER_READ });
      yield lossesCsv(query.period, page);
      after = page.next ?? undefined;
      more = page.hasMore;
    }
  }

  private async lossesOf(run: ScoreRun, query: LossOrder): Promise<LossPage> {
    const { unit, figure, cause, after, limit } = query;
    const order = { run: run.id, unit, figure: figure === '5.4' ? '2.1' : figure, cause, after: lossPlaceIn(after), limit };
    const of = { daysLeft: daysLeft(run.endsAt, this.desk.clock.now()), confirmed: (run.rules as Rules).confirmed };
    return showLosses(await this.desk.ledger.score.losses(order), of);
  }

  private async runOf(period: string): Promise<ScoreRun> {
    const run = await this.desk.ledger.score.run(period);
    if (run === undefined) throw new Refused('score.not-computed');
    return run;
  }
}

function asFile(reply: FastifyReply, name: string): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store');
}
