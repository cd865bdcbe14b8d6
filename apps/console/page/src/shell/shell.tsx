import { lazy, Suspense, type ReactNode } from 'react';
import { useMay } from '../login/operator.tsx';
import { Overview } from '../overview.tsx';
import { paths, type Route } from '../route/route.ts';
import { Link, useRoute } from '../route/use-route.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Account } from './account.tsx';
import { FindBox } from './find-box.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { LiveMarker, StaleNotice } from './live-marker.tsx';
import mark from './mark.svg';

// Rooms that are not entered at once are fetched when they are.
const Dossier = lazy(async () => ({ default: (await import('../dossiers/dossier.tsx')).Dossier }));
const Replays = lazy(async () => ({ default: (await import('../replays/replays.tsx')).Replays }));
const Replay = lazy(async () => ({ default: (await import('../replays/replay.tsx')).Replay }));
const Reconciliation = lazy(async () => ({ default: (await import('../reconciliation/reconciliation.tsx')).Reconciliation }));
const CodeTables = lazy(async () => ({ default: (await import('../codes/code-tables.tsx')).CodeTables }));
const CodeTable = lazy(async () => ({ default: (await import('../codes/code-table.tsx')).CodeTable }));
const Units = lazy(async () => ({ default: (await import('../units/units.tsx')).Units }));
const Unit = lazy(async () => ({ default: (await import('../units/unit.tsx')).Unit }));
const Merger = lazy(async () => ({ default: (await import('../units/merger.tsx')).Merger }));
const Catalogue = lazy(async () => ({ default: (await import('../catalogue/catalogue.tsx')).Catalogue }));
const Score = lazy(async () => ({ default: (await import('../score/score.tsx')).Score }));
const Audit = lazy(async () => ({ default: (await import('../audit/audit.tsx')).Audit }));

/** What stands around every room of the console. */
export function Shell(): ReactNode {
  const { t } = useLanguage();
  const route = useRoute();
  return (
    <>
      <a className="skip" href="#content">
        {t.shell.skip}
      </a>
      <header className="header">
        <Link to={paths.overview} className="brand" label={t.shell.product}>
          <img src={mark} alt="" width={28} height={28} />
          <span>{t.shell.product}</span>
        </Link>
        <Navigation at={route.at} />
        <FindBox />
        <div className="header-end">
          <LiveMarker />
          <LanguageSwitch />
          <Account />
        </div>
      </header>
      <main id="content" className="content" tabIndex={-1}>
        <StaleNotice />
        <Suspense fallback={<Loading rows={6} />}>
          <Room route={route} />
        </Suspense>
      </main>
    </>
  );
}

function Navigation({ at }: { readonly at: Route['at'] }): ReactNode {
  const { t } = useLanguage();
  const isAdmin = useMay('admin');
  return (
    <nav className="navigation" aria-label={t.shell.navigation}>
      <Link to={paths.overview} current={at === 'overview'}>
        {t.shell.overview}
      </Link>
      <Link to={paths.replays} current={at === 'replays' || at === 'replay'}>
        {t.shell.replays}
      </Link>
      <Link to={paths.reconciliation} current={at === 'reconciliation'}>
        {t.shell.reconciliation}
      </Link>
      <Link to={paths.catalogue} current={at === 'catalogue'}>
        {t.shell.catalogue}
      </Link>
      <Link to={paths.score} current={at === 'score'}>
        {t.shell.score}
      </Link>
      <Link to={paths.codeTables} current={at === 'code-tables' || at === 'code-table'}>
        {t.shell.codeTables}
      </Link>
      <Link to={paths.units} current={at === 'units' || at === 'unit' || at === 'merger'}>
        {t.shell.units}
      </Link>
      {isAdmin && (
        <Link to={paths.audit} current={at === 'audit'}>
          {t.shell.audit}
        </Link>
      )}
    </nav>
  );
}

function Room({ route }: { readonly route: Route }): ReactNode {
  const { t } = useLanguage();
  switch (route.at) {
    case 'overview':
      return <Overview incident={route.incident} />;
    case 'dossier':
      return <Dossier key={route.code} code={route.code} />;
    case 'replays':
      return <Replays />;
    case 'replay':
      return <Replay key={route.id} id={route.id} />;
    case 'reconciliation':
      return <Reconciliation />;
    case 'code-tables':
      return <CodeTables />;
    case 'code-table':
      return <CodeTable key={`${route.partner}.${route.table}.${route.direction}`} name={route} />;
    case 'units':
      return <Units />;
    case 'unit':
      return <Unit key={route.code} code={route.code} />;
    case 'merger':
      return <Merger key={route.id} id={route.id} />;
    case 'catalogue':
      return <Catalogue />;
    case 'score':
      return <Score />;
    case 'audit':
      return <Audit />;
    case 'nowhere':
      return (
        <Nothing title={t.shell.nowhere} next={t.shell.nowhereNext}>
          <Link to={paths.overview}>{t.shell.toOverview}</Link>
        </Nothing>
      );
  }
}
