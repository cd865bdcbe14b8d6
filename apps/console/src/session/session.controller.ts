import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Desk } from '../desk.ts';
import { operatorOf } from '../http/admit.ts';
import { reads } from '../http/read.ts';
import { Call } from '../openapi/call.ts';
import { cookieOf } from './cookie.ts';
import { Logins } from './logins.ts';
import { LoginBody, SessionView, showSession } from './session-view.ts';

/** Logs operators in and out. */
@ApiTags('Phiên / Session')
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly desk: Desk,
    private readonly logins: Logins,
  ) {}

  @Post()
  @HttpCode(200)
  @Call({
    role: 'anybody',
    summary: { vi: 'Đăng nhập', en: 'Log in' },
    answer: SessionView,
    problems: ['login.wrong', 'login.too-many', 'overloaded'],
    changes: true,
  })
  async begin(
    @Body(reads(LoginBody)) { username, password }: LoginBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const order = { username, password, address: request.ip, former: request.tokenHash };
    const { token, account, expiresAt } = await this.logins.logIn(order);
    const maxAgeSeconds = Math.floor((expiresAt.getTime() - this.desk.clock.now().getTime()) / 1_000);
    reply.header('set-cookie', cookieOf({ token, maxAgeSeconds, isSecure: request.protocol === 'https' }));
    return showSession(account, expiresAt);
  }

  @Get()
  @Call({ role: 'viewer', summary: { vi: 'Ai đang đăng nhập', en: 'Who is logged in' }, answer: SessionView })
  show(@Req() request: FastifyRequest): SessionView {
    const session = operatorOf(request);
    return showSession(session, session.expiresAt);
  }

  @Delete()
  @HttpCode(204)
  @Call({ role: 'viewer', summary: { vi: 'Đăng xuất', en: 'Log out' }, status: 204, changes: true })
  async end(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { tokenHash } = request;
    if (tokenHash !== null) await this.desk.ledger.operators.end({ tokenHash, now: this.desk.clock.now() });
    reply.header('set-cookie', cookieOf({ token: '', maxAgeSeconds: 0, isSecure: request.protocol === 'https' }));
  }
}
