import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Walked, WalkOrder } from '#ledger';
import { counter } from '#runtime';
import { Door } from '../door.ts';
import { callerOf } from '../http/admit.ts';
import { json, send, type Answer } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import { DescribeFeed } from '../openapi/describe.ts';
import { problem, problemWith } from '../problems/problem.ts';
import { readPageOrder } from './page-order.ts';
import { showOutcome, showResendRequest, showStatusChange } from './show.ts';

const items = counter('partner_api_feed_items_total', 'Entries that were read from feeds, by feed', ['feed']);

/** A feed of the door: how it is walked, and how an entry is shown. */
interface Feed<T> {
  readonly name: string;
  readonly walk: (order: WalkOrder) => Promise<Walked<T>>;
  readonly show: (entry: T) => object;
}

/** The feeds, which a commune system walks with cursors: what changed, what became of what it sent, and what it is asked to send again. */
@ApiTags('Nguồn tin / Feeds')
@Controller('v1')
export class FeedsController {
  constructor(private readonly door: Door) {}

  @Get('status-changes')
  @DescribeFeed('StatusFeed', {
    vi: 'Đọc các lần đổi trạng thái của hồ sơ trong phạm vi đơn vị, theo thứ tự được ghi',
    en: 'Read the changes of status of the dossiers in your scope, in the order in which they were written',
  })
  statusChanges(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const walk = (order: WalkOrder): ReturnType<Door['ledger']['feeds']['walkStatusChanges']> =>
      this.door.ledger.feeds.walkStatusChanges(order);
    return answer({ name: 'status-changes', walk, show: showStatusChange }, request, reply);
  }

  @Get('outcomes')
  @DescribeFeed('OutcomeFeed', {
    vi: 'Đọc kết quả của những gì đơn vị đã gửi, ở từng nơi nhận',
    en: 'Read what became of what you sent, at each destination',
  })
  outcomes(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const walk = (order: WalkOrder): ReturnType<Door['ledger']['feeds']['walkOutcomes']> =>
      this.door.ledger.feeds.walkOutcomes(order);
    return answer({ name: 'outcomes', walk, show: showOutcome }, request, reply);
  }

  @Get('resend-requests')
  @DescribeFeed('ResendFeed', {
    vi: 'Đọc những gì cổng đề nghị đơn vị gửi lại; gửi lại bằng các cửa thường dùng',
    en: 'Read what the gateway asks you to send again; it is sent through the usual doors',
  })
  resendRequests(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const walk = (order: WalkOrder): ReturnType<Door['ledger']['feeds']['walkResendRequests']> =>
      this.door.ledger.feeds.walkResendRequests(order);
    return answer({ name: 'resend-requests', walk, show: showResendRequest }, request, reply);
  }
}

async function answer<T>(feed: Feed<T>, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  send(reply, await read(feed, request));
}

async function read<T>({ name, walk, show }: Feed<T>, request: FastifyRequest): Promise<Answer> {
  const asker = askerOf(request);
  const asked = readPageOrder(request.query);
  if (asked.kind === 'problem') return problem(asker, 'query.invalid', asked.findings);
  const walked = await walk({ client: callerOf(request), after: asked.after, limit: asked.limit });
  switch (walked.kind) {
    case 'invalid':
      return problem(asker, 'cursor.invalid', [{ field: '/after', code: 'cursor.invalid' }]);
    case 'expired':
      return problem(asker, 'cursor.expired', [{ field: '/after', code: 'cursor.expired' }]);
    case 'restored': {
      const { next, since } = walked;
      return problemWith(asker, 'cursor.restored', { members: { next, since } });
    }
    case 'scope-grown': {
      const { next, backfill } = walked;
      return problemWith(asker, 'cursor.scope-grown', { members: { next, backfill } });
    }
    case 'page': {
      const { entries, next, hasMore } = walked;
      items.inc({ feed: name }, entries.length);
      return json(200, { items: entries.map(show), next, hasMore });
    }
  }
}
