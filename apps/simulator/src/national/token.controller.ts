import { Body, Controller, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { json, send, type Reply } from '../portal/reply.ts';
import { NationalDoor } from './door.ts';
import { asObject } from './national.controller.ts';

const BASIC = /^Basic ([A-Za-z0-9+/]+={0,2})$/;

/** The token service in front of the wrapper: client_credentials, the account by Basic. Its tokens live as long as sessions do. */
@Controller('token')
export class TokenController {
  constructor(@Inject(NationalDoor) private readonly door: NationalDoor) {}

  @Post()
  @HttpCode(200)
  async token(
    @Body() form: unknown,
    @Headers('authorization') authorization: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (asObject(form)['grant_type'] !== 'client_credentials') {
      send(reply, json(JSON.stringify({ error: 'unsupported_grant_type' }), 400));
      return;
    }
    const login = Buffer.from(BASIC.exec(authorization ?? '')?.[1] ?? '', 'base64').toString();
    const [username, ...rest] = login.split(':');
    const answer = await this.door.handle({ service: 'login', body: { username, password: rest.join(':') }, codes: [] });
    send(reply, this.asToken(answer));
  }

  /** What the portal says of a login, in the words of OAuth 2.0; what is no answer of it goes through. */
  private asToken(answer: Reply): Reply {
    if (answer === 'hang-up' || answer.status !== 200 || answer.type !== 'json') return answer;
    const { session, message } = asObject(JSON.parse(answer.body));
    if (session === undefined) return json(JSON.stringify({ error: 'invalid_client', error_description: message }), 401);
    const { sessionSeconds } = this.door.store.settings;
    return json(
      JSON.stringify({ access_token: session, scope: 'default', token_type: 'Bearer', expires_in: Math.ceil(sessionSeconds) }),
      200,
    );
  }
}
