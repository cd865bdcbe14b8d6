import { SyncOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { DialogButton } from '../states/dialog-button.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Act } from './act.tsx';
import { Changes } from './changes.tsx';
import { Procedures } from './procedures.tsx';
import { catalogueRequests } from './requests.ts';
import { Syncs } from './syncs.tsx';

/** The catalogue of procedures: what waits for a decision, the syncs, and what is in force. */
export function Catalogue(): ReactNode {
  const { t } = useLanguage();
  return (
    <>
      <div className="section-head">
        <h1>{t.catalogue.title}</h1>
        <SyncNow />
      </div>
      <p className="quiet dialog-text">{t.catalogue.lead}</p>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{t.catalogue.waiting}</h2>
        <Changes sync={undefined} />
      </section>
      <section aria-labelledby="syncs">
        <h2 id="syncs">{t.catalogue.syncs}</h2>
        <Syncs />
      </section>
      <Procedures />
    </>
  );
}

function SyncNow(): ReactNode {
  const { t } = useLanguage();
  return (
    <DialogButton
      {...{ type: 'primary', icon: <SyncOutlined />, words: t.catalogue.sync }}
      dialog={(close) => (
        <Act
          title={t.catalogue.syncTitle}
          text={t.catalogue.syncText}
          confirm={t.catalogue.sync}
          run={catalogueRequests.order}
          onClose={close}
        />
      )}
    />
  );
}
