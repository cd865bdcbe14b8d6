import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { App as Surface, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import { useState, type ReactNode } from 'react';
import { createQueryClient } from './api/client.ts';
import { keys } from './api/keys.ts';
import { Login } from './login/login.tsx';
import { OperatorProvider } from './login/operator.tsx';
import { NOBODY, readSession } from './login/session.ts';
import { LiveProvider } from './live/live.tsx';
import { Shell } from './shell/shell.tsx';
import { Failure } from './states/failure.tsx';
import { Loading } from './states/loading.tsx';
import { SafetyNet } from './states/safety-net.tsx';
import { LanguageProvider, useLanguage } from './texts/language.tsx';
import { theme } from './theme.ts';

export function App(): ReactNode {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <Library>
          <SafetyNet>
            <Gate />
          </SafetyNet>
        </Library>
      </LanguageProvider>
    </QueryClientProvider>
  );
}

/** What was done is said where it covers neither a title nor the button that closes it. */
const AT_THE_FOOT = { top: 'calc(100dvh - 72px)' };

function Library({ children }: { readonly children: ReactNode }): ReactNode {
  const { language } = useLanguage();
  return (
    <ConfigProvider locale={language === 'vi' ? viVN : enUS} theme={theme} wave={{ disabled: true }}>
      <Surface message={AT_THE_FOOT}>{children}</Surface>
    </ConfigProvider>
  );
}

/** The login, until somebody is logged in. A session that ends later shows the login over the same address. */
function Gate(): ReactNode {
  const session = useQuery({ queryKey: keys.session, queryFn: readSession, staleTime: Infinity });
  if (session.isPending) return <Loading rows={3} />;
  if (session.isError) return <Failure error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data === NOBODY || session.data === null) return <Login isExpired={session.data === null} />;
  return (
    <OperatorProvider operator={session.data.operator}>
      <LiveProvider>
        <Shell />
      </LiveProvider>
    </OperatorProvider>
  );
}
