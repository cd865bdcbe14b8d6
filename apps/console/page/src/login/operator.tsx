import { createContext, useContext, type ReactNode } from 'react';
import type { Role, Session } from '../../../contract/answers.ts';

type Operator = Session['operator'];

const RANKS: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };

const Context = createContext<Operator | undefined>(undefined);

export function OperatorProvider({
  operator,
  children,
}: {
  readonly operator: Operator;
  readonly children: ReactNode;
}): ReactNode {
  return <Context value={operator}>{children}</Context>;
}

/** Who is logged in. */
export function useOperator(): Operator {
  const operator = useContext(Context);
  if (operator === undefined) throw new Error('outside of OperatorProvider');
  return operator;
}

/** Whether the operator may do what the role may. The server decides; this only keeps away what it would refuse. */
export function useMay(role: Role): boolean {
  return RANKS[useOperator().role] >= RANKS[role];
}
