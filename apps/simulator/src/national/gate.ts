import { HttpException, Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NationalDoor } from './door.ts';

const BEARER = /^Bearer (\S+)$/;

/** The account that the province has, at the portal and at the API gateway of its LGSP alike. */
export class Account {
  constructor(
    readonly username: string,
    readonly password: string,
  ) {}

  /** Whether an `Authorization` names this account. */
  isIn(authorization: string | undefined): boolean {
    return authorization === `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
  }
}

/** An API gateway (WSO2) in front of the wrapper: lets in who has a live token, or the account itself. */
@Injectable()
export class Gate implements CanActivate {
  constructor(
    @Inject(NationalDoor) private readonly door: NationalDoor,
    @Inject(Account) private readonly account: Account,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { authorization } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (this.account.isIn(authorization) || this.door.store.isAlive(token, Date.now())) return true;
    const fault = { code: 900901, message: 'Invalid Credentials', description: 'Access failure for API' };
    throw new HttpException({ fault }, 401);
  }
}
