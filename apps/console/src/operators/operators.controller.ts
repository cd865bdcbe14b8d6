import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OPERATOR_ROLES, type OperatorRole } from '#ledger';
import { Desk } from '../desk.ts';
import { Call, Member } from '../openapi/call.ts';

class OperatorView {
  @Member('Tên đăng nhập', 'User name', { example: 'lan.nguyen' })
  readonly username!: string;

  @Member('Họ tên', 'Name', { example: 'Nguyễn Thị Lan' })
  readonly name!: string;

  @Member('Vai trò', 'Role', { enum: OPERATOR_ROLES, example: 'operator' })
  readonly role!: OperatorRole;

  @Member('Được đăng nhập', 'May log in', { example: true })
  readonly enabled!: boolean;

  @Member('Lần đăng nhập gần nhất, UTC', 'The latest login, UTC', { type: 'string', nullable: true })
  readonly lastLoginAt!: Date | null;
}

class OperatorList {
  @Member('Những người vận hành', 'The operators', { type: [OperatorView] })
  readonly items!: readonly OperatorView[];
}

/** Shows who operates the gateway. Who may is set by `npm run operator`. */
@ApiTags('Người vận hành / Operators')
@Controller('api/operators')
export class OperatorsController {
  constructor(private readonly desk: Desk) {}

  @Get()
  @Call({
    role: 'admin',
    summary: { vi: 'Danh sách người vận hành', en: 'The operators' },
    answer: OperatorList,
  })
  async list(): Promise<OperatorList> {
    return { items: await this.desk.ledger.operators.list() };
  }
}
