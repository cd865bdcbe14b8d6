import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { instantOf, legalDay, type LegalDay } from '#canonical';
import { MOST_LISTED, ReconcileRefused, type DiscrepancyFilter } from '#ledger';
import { Desk } from '../desk.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { placeIn } from '../incidents/incident-view.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import { Refused } from '../problems/refused.ts';
import { ActBody } from '../replays/act-body.ts';
import {
  DiscrepancyPage,
  DiscrepancyQuery,
  HeatMap,
  HeatQuery,
  KnownList,
  showDiscrepancies,
  VerifiedList,
} from './discrepancy-view.ts';
import { discrepancyCsv } from './discrepancy-csv.ts';
import { ManifestList, RunBody, RunList, RunView, ScheduleView } from './run-view.ts';

const LISTED = 100;
const DAY_MS = 86_400_000;
const HEAT_DAYS = 31;

/** Orders runs of reconciliation, and shows where the tiers differ. */
@ApiTags('Đối soát / Reconciliation')
@Controller('api/reconciliation')
export class ReconciliationController {
  constructor(private readonly desk: Desk) {}

  @Post('runs')
  @HttpCode(202)
  @Call({
    role: 'operator',
    summary: { vi: 'Đối soát ngay', en: 'Compare now' },
    answer: RunView,
    status: 202,
    problems: ['reason.required', 'reconcile.busy', 'reconcile.destination-unknown', 'reconcile.unseeing'],
    changes: true,
  })
  order(@Body(reads(RunBody)) body: RunBody, @Req() request: FastifyRequest): Promise<RunView> {
    const { scope, destinations, reason } = body;
    return this.asked(async () => {
      const { reconciliation } = this.desk.ledger;
      return reconciliation.run(await reconciliation.order({ scope, destinations }, this.actOf(request, reason)));
    });
  }

  @Get('runs')
  @Call({ role: 'viewer', summary: { vi: 'Các lần đối soát', en: 'The runs' }, answer: RunList })
  async runs(): Promise<RunList> {
    return { items: await this.desk.ledger.reconciliation.runs(LISTED) };
  }

  @Get('runs/:id')
  @Call({
    role: 'viewer',
    summary: { vi: 'Một lần đối soát, với tiến độ', en: 'One run, with how far it is' },
    answer: RunView,
    problems: ['reconcile.unknown'],
  })
  run(@Param('id') id: string): Promise<RunView> {
    return this.asked(() => this.desk.ledger.reconciliation.run(known(id)));
  }

  @Post('runs/:id/cancel')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: {
      vi: 'Hủy: không hỏi thêm; cái đang hỏi thì hỏi nốt',
      en: 'Cancel: nothing more is asked; what is on its way ends',
    },
    answer: RunView,
    problems: ['reconcile.unknown', 'reconcile.over'],
    changes: true,
  })
  cancel(@Param('id') id: string, @Body(reads(ActBody)) body: ActBody, @Req() request: FastifyRequest): Promise<RunView> {
    return this.asked(async () => {
      const { reconciliation } = this.desk.ledger;
      await reconciliation.cancel(known(id), this.actOf(request, body.reason));
      return reconciliation.run(id);
    });
  }

  @Get('schedule')
  @Call({
    role: 'viewer',
    summary: { vi: 'Lần đối soát tự chạy tiếp theo', en: 'When the next runs come by the clock' },
    answer: ScheduleView,
  })
  schedule(): Promise<ScheduleView> {
    return this.desk.ledger.reconciliation.schedule();
  }

  @Get('manifests')
  @Call({ role: 'viewer', summary: { vi: 'Các bảng kê đã nhận', en: 'The manifests that came' }, answer: ManifestList })
  async manifests(): Promise<ManifestList> {
    return { items: await this.desk.ledger.reconciliation.manifests(LISTED) };
  }

  @Get('discrepancies')
  @Call({
    role: 'viewer',
    summary: { vi: 'Những chỗ khác nhau, thấy gần nhất trước', en: 'What differs, seen last first' },
    answer: DiscrepancyPage,
    problems: OF_QUERIES,
  })
  async discrepancies(@Query(reads(DiscrepancyQuery)) query: DiscrepancyQuery): Promise<DiscrepancyPage> {
    return showDiscrepancies(await this.desk.ledger.reconciliation.discrepancies(filterOf(query)));
  }

  @Get('discrepancies.csv')
  @ApiProduces('text/csv')
  @Call({
    role: 'viewer',
    summary: {
      vi: 'Cùng danh sách, dạng CSV; nhiều nhất 10.000 dòng gần nhất',
      en: 'The same list as CSV; at most the 10,000 latest',
    },
    problems: OF_QUERIES,
  })
  async discrepanciesAsCsv(@Query(reads(DiscrepancyQuery)) query: DiscrepancyQuery, @Res() reply: FastifyReply): Promise<void> {
    const { items } = await this.desk.ledger.reconciliation.discrepancies({ ...filterOf(query), limit: MOST_LISTED });
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="khac-biet-${legalDay(instantOf(this.desk.clock.now()))}.csv"`)
      .send(discrepancyCsv(items));
  }

  @Get('heat')
  @Call({
    role: 'viewer',
    summary: { vi: 'Bản đồ nhiệt: đơn vị × ngày', en: 'The heat map: unit × day' },
    answer: HeatMap,
    problems: OF_QUERIES,
  })
  async heat(@Query(reads(HeatQuery)) { from, to, tier }: HeatQuery): Promise<HeatMap> {
    const last = to ?? legalDay(instantOf(this.desk.clock.now()));
    const earliest = new Date(Date.parse(last) - (HEAT_DAYS - 1) * DAY_MS).toISOString().slice(0, 10) as LegalDay;
    const first = from ?? earliest;
    if (first < earliest) throw new Refused('field.invalid', { findings: [{ field: '/from', code: 'field.invalid' }] });
    return { cells: await this.desk.ledger.reconciliation.heat({ from: first, to: last, tier }) };
  }

  @Get('known')
  @Call({
    role: 'viewer',
    summary: { vi: 'Mỗi nơi nhận được kiểm đến đâu', en: 'How well each destination is known' },
    answer: KnownList,
  })
  async known(): Promise<KnownList> {
    return { items: await this.desk.ledger.reconciliation.known() };
  }

  @Get('dossiers/:code')
  @Call({
    role: 'viewer',
    summary: {
      vi: 'Một hồ sơ được kiểm lần cuối khi nào, ở từng nơi nhận',
      en: 'When a dossier was verified last, at each destination',
    },
    answer: VerifiedList,
  })
  async dossier(@Param('code') code: string): Promise<VerifiedList> {
    return { items: await this.desk.ledger.reconciliation.verified(code) };
  }

  private actOf(request: FastifyRequest, reason = ''): { by: string; reason: string; now: Date } {
    return { by: operatorOf(request).username, reason, now: this.desk.clock.now() };
  }

  private async asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof ReconcileRefused ? new Refused(error.code) : error;
    }
  }
}

function filterOf({ owner: mustAct, after, ...rest }: DiscrepancyQuery): DiscrepancyFilter {
  return { ...rest, mustAct, after: placeIn(after) };
}

function known(id: string): string {
  if (!isUUID(id)) throw new ReconcileRefused('reconcile.unknown');
  return id;
}
