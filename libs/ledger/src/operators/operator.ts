/** What operators may do, each more than the one before: look, act, see who did what. */
export const OPERATOR_ROLES = ['viewer', 'operator', 'admin'] as const;

export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** A person who operates the gateway, as others see it. */
export interface ListedOperator {
  readonly username: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly enabled: boolean;
  readonly lastLoginAt: Date | null;
}

/** The columns of a listed operator. */
export const LISTED_OPERATORS =
  'SELECT username, name, role, enabled, last_login_at AS "lastLoginAt" FROM operator ORDER BY username';
