import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { instantOf, legalDay } from '#canonical';
import { Door } from '../door.ts';
import { json, send } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import { DescribeEvidence } from '../openapi/describe-evidence.ts';
import { problem } from '../problems/problem.ts';
import { readDays } from './read-days.ts';

/** Gives whoever holds receipts what they are verified with: the public key, and the anchor of each day, to be kept outside the gateway. */
@ApiTags('Bằng chứng / Evidence')
@Controller('v1/evidence')
export class EvidenceController {
  constructor(private readonly door: Door) {}

  @Get()
  @DescribeEvidence({
    vi: 'Đọc khoá công khai và mốc bằng chứng của từng ngày',
    en: 'Read the public key and the anchor of each day',
  })
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { ledger, signer, clock } = this.door;
    const days = readDays(request.query, legalDay(instantOf(clock.now())));
    if (!('from' in days)) {
      send(reply, problem(askerOf(request), 'query.invalid', days));
      return;
    }
    const { id, pem } = signer.publicKey;
    send(reply, json(200, { key: { id, algorithm: 'Ed25519', pem }, anchors: await ledger.readAnchors(days) }));
  }
}
