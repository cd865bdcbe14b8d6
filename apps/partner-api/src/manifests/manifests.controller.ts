import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Door } from '../door.ts';
import { callerOf } from '../http/admit.ts';
import { send } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import type { ReceivedBody } from '../http/received-body.ts';
import { DescribeManifest } from '../openapi/describe-manifest.ts';
import { takeManifest } from './take-manifest.ts';

type ManifestRequest = FastifyRequest<{ Body: ReceivedBody | undefined }>;

/** Where a system says what it has, so that both sides can be compared. */
@ApiTags('Đối soát / Reconciliation')
@Controller('v1')
export class ManifestsController {
  constructor(private readonly door: Door) {}

  @Post('manifests')
  @DescribeManifest()
  async take(@Req() request: ManifestRequest, @Res() reply: FastifyReply): Promise<void> {
    const message = { asker: askerOf(request), client: callerOf(request), body: request.body };
    send(reply, await takeManifest(this.door, message));
  }
}
