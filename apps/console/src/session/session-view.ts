import { IsString, MaxLength, MinLength } from 'class-validator';
import { OPERATOR_ROLES, type OperatorRole } from '#ledger';
import { Canonical } from '../http/fields.ts';
import { Member } from '../openapi/call.ts';

/** Who wants to log in. */
export class LoginBody {
  @Member('Tên đăng nhập', 'User name', { maxLength: 100, example: 'lan.nguyen' })
  @Canonical()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  readonly username!: string;

  @Member('Mật khẩu', 'Password', { maxLength: 200, format: 'password' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly password!: string;
}

/** An operator as he sees himself. */
export class OperatorHead {
  @Member('Tên đăng nhập', 'User name', { example: 'lan.nguyen' })
  readonly username!: string;

  @Member('Họ tên', 'Name', { example: 'Nguyễn Thị Lan' })
  readonly name!: string;

  @Member('Vai trò', 'Role', { enum: OPERATOR_ROLES, example: 'operator' })
  readonly role!: OperatorRole;
}

/** A session. */
export class SessionView {
  @Member('Người vận hành', 'Operator')
  readonly operator!: OperatorHead;

  @Member('Muộn nhất đến lúc này thì phải đăng nhập lại, UTC', 'When the operator has to log in again at the latest, UTC', {
    example: '2026-11-26T20:15:03.000Z',
  })
  readonly expiresAt!: Date;
}

/** What is shown of a session. */
export function showSession({ username, name, role }: OperatorHead, expiresAt: Date): SessionView {
  return { operator: { username, name, role }, expiresAt };
}
