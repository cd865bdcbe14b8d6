import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Door } from '../door.ts';
import { callerOf } from '../http/admit.ts';
import { json, send, type Answer } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import { DescribeShow } from '../openapi/describe.ts';
import { problem } from '../problems/problem.ts';
import { showDossier } from './outcome.ts';

/** Shows what the gateway knows of a dossier, and how far each destination is. */
@ApiTags('Tra cứu / Look-up')
@Controller('v1/dossiers')
export class DossierController {
  constructor(private readonly door: Door) {}

  @Get(':code')
  @DescribeShow('DossierView', ['dossier.unknown', 'dossier.not-yours'], {
    vi: 'Xem hồ sơ, các bước và tình trạng gửi đến từng nơi nhận',
    en: 'See a dossier, its timeline and how far each destination is',
  })
  async show(@Param('code') code: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await this.answer(code, request));
  }

  private async answer(written: string, request: FastifyRequest): Promise<Answer> {
    const asker = askerOf(request);
    const code = this.door.dossierCode(written);
    if (code === undefined) return problem(asker, 'dossier.unknown');
    const view = await this.door.ledger.readDossier(callerOf(request).id, code);
    if (view === 'unknown') return problem(asker, 'dossier.unknown');
    return view === 'not-yours' ? problem(asker, 'dossier.not-yours') : json(200, showDossier(view));
  }
}
