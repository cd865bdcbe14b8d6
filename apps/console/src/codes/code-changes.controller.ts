import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { CodeDirection } from '#canonical';
import type { Act, CodesChanged, CodesRefused, TableName } from '#ledger';
import { Desk } from '../desk.ts';
import { Watchers } from '../events/watchers.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { ReasonBody } from '../http/reason.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import type { ProblemCode } from '../problems/dictionary.ts';
import { Refused } from '../problems/refused.ts';
import {
  CodeHistoryView,
  CodesChangedView,
  CorrectionBody,
  ImportBody,
  MAX_TABLE_BYTES,
  PreviewBody,
  PreviewView,
  showChanged,
  showHistory,
  showPreview,
} from './change-view.ts';
import { HistoryQuery } from './code-fields.ts';
import { ownValuesOf } from './table-names.ts';

const REFUSALS: Readonly<Record<CodesRefused['kind'], ProblemCode>> = {
  faulty: 'codes.faulty',
  outdated: 'codes.changed',
  'nothing-new': 'codes.nothing-new',
  'table-unknown': 'code-table.unknown',
  'row-unknown': 'code.unknown',
  'change-unknown': 'code-change.unknown',
};
const OF_IMPORTS = ['code-table.unknown', 'codes.faulty', 'field.required'] as const;
const TABLE_NAME = /^[a-z][a-z0-9-]{0,39}$/;
const CHANGE_NUMBER = /^[1-9]\d{0,14}$/;

/** Changes tables of codes as wholes, and shows what was believed when. */
@ApiTags('Bảng mã / Code tables')
@Controller('api')
export class CodeChangesController {
  constructor(
    private readonly desk: Desk,
    private readonly watchers: Watchers,
  ) {}

  @Post('code-tables/:partner/:table/preview')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: {
      vi: 'Xem trước: nạp bảng này sẽ thay đổi gì; chưa ghi gì',
      en: 'What loading this table would change; nothing is written',
    },
    answer: PreviewView,
    problems: OF_IMPORTS,
    changes: true,
    maxBodyBytes: MAX_TABLE_BYTES,
  })
  async preview(
    @Param('partner') partner: string,
    @Param('table') table: string,
    @Body(reads(PreviewBody)) { direction, csv }: PreviewBody,
  ): Promise<PreviewView> {
    const name = nameOf(partner, table, direction);
    const wanted = { name, csv, own: ownValuesOf(table) };
    const found = await this.desk.ledger.codeTables.changes.preview(wanted, this.desk.clock.now());
    if (found.kind !== 'preview') throw refusalOf(found);
    return showPreview(found);
  }

  @Post('code-tables/:partner/:table/import')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: {
      vi: 'Nạp cả bảng, đúng như đã xem trước; hồ sơ đang chờ tự đi tiếp',
      en: 'Load the whole table, exactly as it was shown; what waited goes on by itself',
    },
    answer: CodesChangedView,
    problems: [...OF_IMPORTS, 'codes.changed', 'codes.nothing-new', 'reason.required'],
    changes: true,
    maxBodyBytes: MAX_TABLE_BYTES,
  })
  import(
    @Param('partner') partner: string,
    @Param('table') table: string,
    @Body(reads(ImportBody)) { direction, csv, basis, reason }: ImportBody,
    @Req() request: FastifyRequest,
  ): Promise<CodesChangedView> {
    const wanted = { name: nameOf(partner, table, direction), csv, own: ownValuesOf(table) };
    return this.done(request, reason, (act) => this.desk.ledger.codeTables.changes.import(wanted, basis, act));
  }

  @Post('code-tables/:partner/:table/correct')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: {
      vi: 'Sửa một dòng, hoặc kết thúc nó vào một ngày; điều đã ghi trước vẫn được giữ',
      en: 'Correct a row, or end it at a day; what it said stays known',
    },
    answer: CodesChangedView,
    problems: [
      ...(['code-table.unknown', 'code.unknown', 'codes.faulty', 'codes.changed', 'codes.nothing-new'] as const),
      ...(['code.period-invalid', 'field.required', 'reason.required'] as const),
    ],
    changes: true,
  })
  correct(
    @Param('partner') partner: string,
    @Param('table') table: string,
    @Body(reads(CorrectionBody)) { direction, id, reason, ...body }: CorrectionBody,
    @Req() request: FastifyRequest,
  ): Promise<CodesChangedView> {
    const name = nameOf(partner, table, direction);
    const { toCode, validFrom = null, validTo = null, legalBasis = null } = body;
    if (validFrom !== null && validTo !== null && validFrom >= validTo)
      throw new Refused('code.period-invalid', { findings: [{ field: '/validTo', code: 'code.period-invalid' }] });
    const to = { toCode, validFrom, validTo, legalBasis };
    const own = ownValuesOf(table);
    return this.done(request, reason, (act) => this.desk.ledger.codeTables.changes.correct(name, id, { to, act, own }));
  }

  @Post('code-changes/:change/undo')
  @HttpCode(200)
  @Call({
    role: 'operator',
    summary: { vi: 'Hoàn tác cả một lần thay đổi', en: 'Take a whole change back' },
    answer: CodesChangedView,
    problems: ['code-change.unknown', 'codes.changed', 'codes.faulty', 'codes.nothing-new', 'reason.required'],
    changes: true,
  })
  undo(
    @Param('change') change: string,
    @Body(reads(ReasonBody)) { reason }: ReasonBody,
    @Req() request: FastifyRequest,
  ): Promise<CodesChangedView> {
    if (!CHANGE_NUMBER.test(change)) throw new Refused('code-change.unknown');
    return this.done(request, reason, (act) => this.desk.ledger.codeTables.changes.undo(Number(change), act));
  }

  @Get('code-tables/:partner/:table/history')
  @Call({
    role: 'viewer',
    summary: { vi: 'Ai đã ghi gì, khi nào', en: 'Who believed what, and when' },
    answer: CodeHistoryView,
    problems: ['code-table.unknown', ...OF_QUERIES],
  })
  async history(
    @Param('partner') partner: string,
    @Param('table') table: string,
    @Query(reads(HistoryQuery)) { direction, fromCode }: HistoryQuery,
  ): Promise<CodeHistoryView> {
    const name = nameOf(partner, table, direction);
    const { codeTables } = this.desk.ledger;
    const [rows, changes] = await Promise.all([codeTables.readPast(name, fromCode), codeTables.readChanges(name)]);
    if (rows.length === 0 && changes.length === 0) throw new Refused('code-table.unknown');
    return showHistory(rows, changes);
  }

  private async done(
    request: FastifyRequest,
    reason: string,
    work: (act: Act) => Promise<CodesChanged | CodesRefused>,
  ): Promise<CodesChangedView> {
    const act = { by: operatorOf(request).username, reason, now: this.desk.clock.now() };
    const changed = await work(act);
    if (changed.kind !== 'changed') throw refusalOf(changed);
    const { change, added, ended, waiting } = changed;
    this.desk.log.event('codes.changed', { change, added, ended, waiting, by: act.by });
    this.watchers.look();
    return showChanged(changed);
  }
}

function nameOf(partner: string, table: string, direction: CodeDirection): TableName {
  if (!TABLE_NAME.test(partner) || !TABLE_NAME.test(table)) throw new Refused('code-table.unknown');
  return { partner, table, direction };
}

function refusalOf(refused: CodesRefused): Refused {
  return new Refused(REFUSALS[refused.kind], refused.kind === 'faulty' ? { members: { faults: refused.faults } } : {});
}
