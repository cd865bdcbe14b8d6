import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Door } from '../door.ts';
import { callerOf } from '../http/admit.ts';
import { send } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import type { ReceivedBody } from '../http/received-body.ts';
import { DescribeIntake } from '../openapi/describe.ts';
import { DossierBody } from '../read/dossier-body.ts';
import { StepBody } from '../read/step-body.ts';
import { accept } from './accept.ts';
import { DOSSIERS, STATUS_CHANGES, type Intake } from './intake.ts';
import { readOptions } from './options.ts';

type AcceptRequest = FastifyRequest<{ Body: ReceivedBody | undefined }>;

/** The two intakes: whole dossiers, and their status changes. */
@ApiTags('Tiếp nhận / Intake')
@Controller('v1')
export class AcceptController {
  constructor(private readonly door: Door) {}

  @Post('dossiers')
  @DescribeIntake(DossierBody, {
    vi: 'Gửi một hồ sơ (toàn bộ trạng thái), hoặc một lô đến 500 hồ sơ',
    en: 'Send one dossier (its whole state), or a batch of up to 500',
  })
  dossiers(@Req() request: AcceptRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.take(DOSSIERS, request, reply);
  }

  @Post('status-changes')
  @DescribeIntake(StepBody, {
    vi: 'Gửi một bước tiến độ xử lý, hoặc một lô đến 500 bước',
    en: 'Send one status change, or a batch of up to 500',
  })
  statusChanges(@Req() request: AcceptRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.take(STATUS_CHANGES, request, reply);
  }

  private async take(intake: Intake, request: AcceptRequest, reply: FastifyReply): Promise<void> {
    const { query, headers, body } = request;
    const options = readOptions(query, headers['idempotency-key']);
    send(reply, await accept(this.door, { asker: askerOf(request), client: callerOf(request), intake, options, body }));
  }
}
