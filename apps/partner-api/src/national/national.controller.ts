import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Door } from '../door.ts';
import { send } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import { openBody, type ReceivedBody } from '../http/received-body.ts';
import { DescribeLogin, DescribeServices } from './describe.ts';
import { callService, logIn, type Call } from './call.ts';
import { envelope, type Said } from './envelope.ts';
import { mannerOf, refuse } from './refuse.ts';
import { Sessions } from './sessions.ts';

/** The paths under which clients of the national portal know its adapter. Source: protocols §1.1. */
const BASES = ['', 'XrdAdapter/RestService/forward', 'VXPAdapter/RestService/forward'];

type Posted = FastifyRequest<{ Body: ReceivedBody | undefined }>;

/** The national portal's own two addresses: a system that speaks to it is moved here by changing its address. */
@ApiTags('Cửa theo phương ngữ quốc gia / National dialect door')
@Controller(BASES)
export class NationalController {
  constructor(
    private readonly door: Door,
    private readonly sessions: Sessions,
  ) {}

  @Post('mapi/login')
  @HttpCode(200)
  @RouteConfig({ door: 'national' })
  @DescribeLogin()
  login(@Req() request: Posted, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request, reply, (call) => logIn(this.door, this.sessions, call));
  }

  @Post('mapi/g')
  @HttpCode(200)
  @RouteConfig({ door: 'national' })
  @DescribeServices()
  service(@Req() request: Posted, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request, reply, (call) => callService(this.door, this.sessions, call));
  }

  private async answer(request: Posted, reply: FastifyReply, run: (call: Call) => Said | Promise<Said>): Promise<void> {
    const body = openBody(request.body);
    if (body.kind === 'problem') {
      send(reply, refuse(body.code, mannerOf(request, 'national')));
      return;
    }
    const onAccount: Call['onAccount'] = ({ client }) => {
      request.caller = client;
    };
    const said = await run({ asker: askerOf(request), raw: body.raw, address: request.ip, onAccount });
    send(reply, envelope(said, mannerOf(request, 'national')));
  }
}
