import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { instantOf, legalDay } from '#canonical';
import { lackingOwn, type CodeTableHead, type Mapped } from '#ledger';
import { Desk } from '../desk.ts';
import { Watchers } from '../events/watchers.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import type { ProblemCode } from '../problems/dictionary.ts';
import { Refused } from '../problems/refused.ts';
import { TableQuery } from './code-fields.ts';
import {
  AddedProcedureView,
  CodeBody,
  CodeTableList,
  CodeTableView,
  MappedView,
  ProcedureBody,
  showTable,
  showTables,
} from './code-view.ts';
import { ownValuesOf } from './table-names.ts';

type Done = Extract<Mapped, { kind: 'mapped' }>;

const REFUSALS: Readonly<Record<Exclude<Mapped['kind'], 'mapped'>, ProblemCode>> = {
  'already-mapped': 'code.already-mapped',
  'table-unknown': 'code-table.unknown',
  'target-unknown': 'code.target-unknown',
  'in-circle': 'code.in-circle',
};

/** Shows the tables of codes and completes them. */
@ApiTags('Bảng mã / Code tables')
@Controller('api')
export class CodesController {
  constructor(
    private readonly desk: Desk,
    private readonly watchers: Watchers,
  ) {}

  @Get('code-tables')
  @Call({ role: 'viewer', summary: { vi: 'Các bảng mã', en: 'The tables of codes' }, answer: CodeTableList })
  async list(): Promise<CodeTableList> {
    const { codeTables } = this.desk.ledger;
    const day = legalDay(instantOf(this.desk.clock.now()));
    const lackingIn = async (head: CodeTableHead): Promise<readonly string[]> => {
      const own = ownValuesOf(head.table);
      return own === undefined ? [] : lackingOwn((await codeTables.read(head)).rows, head, { own, day });
    };
    const heads = await codeTables.list();
    return showTables(await Promise.all(heads.map(async (head) => ({ head, lacking: await lackingIn(head) }))));
  }

  @Get('code-tables/:partner/:table')
  @Call({
    role: 'viewer',
    summary: { vi: 'Một bảng mã, và các mã có thể chọn', en: 'A table, and the codes that it may lead to' },
    answer: CodeTableView,
    problems: ['code-table.unknown', ...OF_QUERIES],
  })
  async show(
    @Param('partner') partner: string,
    @Param('table') table: string,
    @Query(reads(TableQuery)) { direction, asKnownAt }: TableQuery,
  ): Promise<CodeTableView> {
    const knownAt = asKnownAt === undefined ? undefined : new Date(asKnownAt);
    const found = await this.desk.ledger.codeTables.read({ partner, table, direction }, knownAt);
    if (found.rows.length === 0) throw new Refused('code-table.unknown');
    return showTable(table, found);
  }

  @Post('code-tables/:partner/:table')
  @Call({
    role: 'operator',
    summary: {
      vi: 'Bổ sung một mã; các hồ sơ đang chờ mã đó tự đi tiếp theo thứ tự',
      en: 'Add a code; what waits for it goes on by itself, in order',
    },
    answer: MappedView,
    status: 201,
    problems: [
      ...(['code-table.unknown', 'code.already-mapped', 'code.target-unknown', 'code.in-circle'] as const),
      ...(['field.required', 'reason.required'] as const),
    ],
    changes: true,
  })
  async map(
    @Param('partner') partner: string,
    @Param('table') table: string,
    @Body(reads(CodeBody)) { direction, fromCode, toCode, validFrom, legalBasis, reason }: CodeBody,
    @Req() request: FastifyRequest,
  ): Promise<MappedView> {
    const act = this.act(request, reason);
    const row = { direction, fromCode, toCode };
    const done = this.demand(await this.desk.ledger.codeTables.map({ partner, table, ...row, validFrom, legalBasis }, act));
    const { waiting, stillWaiting, period, recordedAt } = done;
    this.desk.log.event('code.mapped', { partner, table, waiting, stillWaiting, by: act.by });
    return { row: { ...row, ...period, legalBasis: legalBasis ?? null, recordedAt, by: act.by }, waiting, stillWaiting };
  }

  @Post('procedures')
  @Call({
    role: 'operator',
    summary: {
      vi: 'Bổ sung một thủ tục vào danh mục; các hồ sơ đang chờ tự đi tiếp',
      en: 'Add a procedure to the catalogue; what waits for it goes on by itself',
    },
    answer: AddedProcedureView,
    status: 201,
    problems: ['code.already-mapped', 'field.required', 'reason.required'],
    changes: true,
  })
  async addProcedure(
    @Body(reads(ProcedureBody)) { reason, validFrom, ...procedure }: ProcedureBody,
    @Req() request: FastifyRequest,
  ): Promise<AddedProcedureView> {
    const act = this.act(request, reason);
    const done = this.demand(await this.desk.ledger.codeTables.addProcedure({ ...procedure, validFrom }, act));
    const { waiting, stillWaiting, period } = done;
    this.desk.log.event('procedure.added', { procedure: procedure.code, waiting, stillWaiting, by: act.by });
    return { procedure: { ...procedure, ...period }, waiting, stillWaiting };
  }

  private act(request: FastifyRequest, reason: string): { by: string; reason: string; now: Date } {
    return { by: operatorOf(request).username, reason, now: this.desk.clock.now() };
  }

  private demand(mapped: Mapped): Done {
    if (mapped.kind !== 'mapped') throw refusalOf(mapped);
    this.watchers.look();
    return mapped;
  }
}

function refusalOf(mapped: Exclude<Mapped, Done>): Refused {
  const code = REFUSALS[mapped.kind];
  if (mapped.kind === 'already-mapped') return new Refused(code, { members: { known: mapped.known } });
  return new Refused(
    code,
    mapped.kind === 'target-unknown' || mapped.kind === 'in-circle' ? { findings: [{ field: '/toCode', code }] } : {},
  );
}
