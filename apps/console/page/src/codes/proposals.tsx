import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CodesChanged, ProcedureProposals } from '../../../contract/codes.ts';
import { requests } from '../api/requests.ts';
import { useMay } from '../login/operator.tsx';
import { paths } from '../route/route.ts';
import { Link } from '../route/use-route.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { codeKeys, codeRequests } from './requests.ts';
import { useChange } from './use-change.ts';

type Unknown = ProcedureProposals['items'][number];
type Proposal = Unknown['proposals'][number];

/** Codes of procedures that hold dossiers, and procedures of similar names. Nothing is taken without an operator. */
export function Proposals(): ReactNode {
  const { t } = useLanguage();
  const found = useQuery({ queryKey: codeKeys.proposals, queryFn: codeRequests.proposals });
  return (
    <section>
      <div className="section-head">
        <h2>{t.codes.proposals}</h2>
      </div>
      <p className="quiet dialog-text">{t.codes.proposalsLead}</p>
      {found.isPending && <Loading rows={3} />}
      {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.items.length === 0 && <Nothing title={t.codes.noProposals} next={t.codes.noProposalsNext} />}
      {found.data !== undefined && found.data.items.length > 0 && (
        <ul className="rows">
          {found.data.items.map((unknown) => (
            <UnknownCode key={unknown.incidentId} unknown={unknown} />
          ))}
        </ul>
      )}
    </section>
  );
}

function UnknownCode({ unknown }: { readonly unknown: Unknown }): ReactNode {
  const { t } = useLanguage();
  const { code, partner, waiting, names, proposals, incidentId } = unknown;
  return (
    <li className="row" data-unknown={code}>
      <Link to={paths.incident(incidentId)}>
        <code>{code}</code>
      </Link>
      <span>{partner}</span>
      <span className="quiet">{t.codes.waits(waiting)}</span>
      {names.length === 0 && <span className="quiet">{t.codes.noName}</span>}
      {proposals.map((proposal) => (
        <Proposed key={proposal.code} unknown={unknown} proposal={proposal} />
      ))}
    </li>
  );
}

function Proposed({ unknown, proposal }: { readonly unknown: Unknown; readonly proposal: Proposal }): ReactNode {
  const { t } = useLanguage();
  const [isAsked, setAsked] = useState(false);
  const close = (): void => {
    setAsked(false);
  };
  const may = useMay('operator');
  const { code, partner } = unknown;
  const accept = useChange((reason: string) => take(unknown, proposal, reason), close);
  return (
    <div className="whole">
      <span>{t.codes.alike(proposal.sent, proposal.name, Math.round(proposal.score * 100))}</span> <code>{proposal.code}</code>{' '}
      {may && (
        <Button
          size="small"
          aria-label={`${t.codes.accept} ${code} → ${proposal.code}`}
          onClick={() => {
            setAsked(true);
          }}
        >
          {t.codes.accept}
        </Button>
      )}
      {isAsked && (
        <ReasonDialog
          title={t.codes.acceptTitle(code, proposal.code)}
          text={t.codes.acceptText(proposal.sent, proposal.name, partner)}
          confirm={t.codes.accept}
          act={accept}
          onConfirm={accept.mutate}
          onClose={close}
        />
      )}
    </div>
  );
}

async function take({ partner, code }: Unknown, proposal: Proposal, reason: string): Promise<CodesChanged> {
  const row = { direction: 'out', fromCode: code, toCode: proposal.code, reason };
  const { waiting, stillWaiting } = await requests.mapCode(partner, 'procedure', row);
  return { change: 0, added: 1, ended: 0, waiting, stillWaiting };
}
