import { setImmediate } from 'node:timers/promises';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { instantOf, legalDay, PROCEDURE_ALIASES, type CodeSnapshot, type LegalDay } from '#canonical';
import type { UnknownProcedure } from '#ledger';
import { Desk } from '../desk.ts';
import { reads } from '../http/read.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import { LookUpQuery } from './code-fields.ts';
import { LookUpView, ProposalList } from './look-up-view.ts';
import { SimilarNames, type Similar } from './similar-names.ts';

const MICROS = 1_000;

/** Looks codes up as the gateway does, at any day and as it was believed at any time; and proposes what a code may mean. */
@ApiTags('Bảng mã / Code tables')
@Controller('api')
export class LookUpsController {
  private names: { readonly codes: CodeSnapshot; readonly day: LegalDay; readonly similar: SimilarNames } | undefined;

  constructor(private readonly desk: Desk) {}

  @Get('code-tables/:partner/:table/look-up')
  @Call({
    role: 'viewer',
    summary: {
      vi: 'Tra một mã vào một ngày, như hệ thống đã biết vào một lúc',
      en: 'What a code is on a day, as it was believed at an instant',
    },
    answer: LookUpView,
    problems: OF_QUERIES,
  })
  async lookUp(
    @Param('partner') partner: string,
    @Param('table') table: string,
    @Query(reads(LookUpQuery)) { direction, code, day = this.today(), asKnownAt }: LookUpQuery,
  ): Promise<LookUpView> {
    const { ledger } = this.desk;
    const codes = asKnownAt === undefined ? ledger.codes() : await ledger.codesKnownAt(new Date(asKnownAt));
    const knownAt = asKnownAt === undefined ? undefined : Date.parse(asKnownAt) * MICROS;
    const row = codes.find({ partner, table, direction, code }, { day, knownAt });
    const isProcedure = table === PROCEDURE_ALIASES && direction === 'out';
    const procedure = isProcedure ? codes.procedure(partner, code, day, knownAt) : undefined;
    return {
      ...{ day, version: codes.version, toCode: row?.to ?? null },
      procedure: procedure === undefined ? null : { code: procedure.code, name: procedure.name },
      aliases: procedure === undefined ? [] : codes.aliasesOf(partner, procedure.code, { day, knownAt }),
    };
  }

  @Get('procedure-proposals')
  @Call({
    role: 'viewer',
    summary: {
      vi: 'Mã thủ tục chưa biết đang giữ hồ sơ, và thủ tục có tên gần giống; chỉ là gợi ý',
      en: 'Unknown codes of procedures that hold dossiers, and procedures of similar names; proposals alone',
    },
    answer: ProposalList,
  })
  async proposals(): Promise<ProposalList> {
    const known = this.namesOfToday();
    const propose = ({ names, ...unknown }: UnknownProcedure): ProposalList['items'][number] => {
      const best = new Map<string, Similar & { readonly sent: string }>();
      for (const sent of names)
        for (const similar of known.find(sent))
          if (similar.score > (best.get(similar.code)?.score ?? 0)) best.set(similar.code, { ...similar, sent });
      return { ...unknown, names, proposals: [...best.values()].toSorted((one, other) => other.score - one.score) };
    };
    const items: ProposalList['items'][number][] = [];
    for (const unknown of await this.desk.ledger.codeTables.readUnknownProcedures()) {
      items.push(propose(unknown));
      // Whoever else asks is answered between two of them.
      await setImmediate();
    }
    return { items };
  }

  /** Made anew only where other procedures are valid. */
  private namesOfToday(): SimilarNames {
    const [codes, day] = [this.desk.ledger.codes(), this.today()];
    if (this.names?.codes !== codes || this.names.day !== day)
      this.names = { codes, day, similar: new SimilarNames(codes.proceduresOn(day)) };
    return this.names.similar;
  }

  private today(): LegalDay {
    return legalDay(instantOf(this.desk.clock.now()));
  }
}
