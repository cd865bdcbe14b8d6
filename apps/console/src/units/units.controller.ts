import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { instantOf, legalDay, type LegalDay } from '#canonical';
import { Desk } from '../desk.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import { asked } from './refusal.ts';
import {
  AliasesBody,
  AliasesView,
  FormerCodeList,
  MAX_CSV_BYTES,
  SinceQuery,
  UnitList,
  UnitLives,
  UnitsQuery,
} from './unit-view.ts';

const SHOWN_DAYS = 30;
const DAY_MS = 86_400_000;

/** Shows units with their lives and codes, and who still uses codes of those that are gone. */
@ApiTags('Đơn vị / Units')
@Controller('api')
export class UnitsController {
  constructor(private readonly desk: Desk) {}

  @Get('units')
  @Call({
    role: 'viewer',
    summary: { vi: 'Các đơn vị của một ngày', en: 'The units of a day' },
    answer: UnitList,
    problems: OF_QUERIES,
  })
  async list(@Query(reads(UnitsQuery)) { at = this.dayAgo(0) }: UnitsQuery): Promise<UnitList> {
    return { at, items: await this.desk.ledger.units.list(at) };
  }

  @Get('units/:code')
  @Call({
    role: 'viewer',
    summary: { vi: 'Từng đơn vị đã mang một mã', en: 'Each unit that had a code' },
    answer: UnitLives,
    problems: ['unit.unknown'],
  })
  lives(@Param('code') code: string): Promise<UnitLives> {
    return asked(async () => ({ code, lives: await this.desk.ledger.units.lives(code, this.dayAgo(0)) }));
  }

  @Post('unit-codes')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Nạp các mã đơn vị do tỉnh cấp', en: 'Load codes of units that the province handed over' },
    answer: AliasesView,
    problems: ['alias.csv-invalid', 'reason.required'],
    changes: true,
    maxBodyBytes: 2 * MAX_CSV_BYTES,
  })
  load(@Body(reads(AliasesBody)) { csv, reason }: AliasesBody, @Req() request: FastifyRequest): Promise<AliasesView> {
    const act = { by: operatorOf(request).username, reason, now: this.desk.clock.now() };
    return asked(() => this.desk.ledger.units.loadAliases(csv, act));
  }

  @Get('former-codes')
  @Call({
    role: 'viewer',
    summary: { vi: 'Mã của đơn vị đã hết còn được dùng', en: 'Uses of codes of units that are gone' },
    answer: FormerCodeList,
    problems: OF_QUERIES,
  })
  async formerCodes(@Query(reads(SinceQuery)) { since = this.dayAgo(SHOWN_DAYS) }: SinceQuery): Promise<FormerCodeList> {
    return { items: await this.desk.ledger.units.formerCodes(since) };
  }

  private dayAgo(days: number): LegalDay {
    return legalDay(instantOf(new Date(this.desk.clock.now().getTime() - days * DAY_MS)));
  }
}
