import { useSyncExternalStore, type MouseEvent, type ReactNode } from 'react';
import { readPath, type Route } from './route.ts';

const MOVED = 'popstate';

export function useRoute(): Route {
  return readPath(useSyncExternalStore(listen, () => location.pathname));
}

export function go(path: string): void {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent(MOVED));
}

interface LinkProps {
  readonly to: string;
  readonly className?: string;
  readonly current?: boolean;
  readonly label?: string;
  readonly onFollow?: () => void;
  readonly children: ReactNode;
}

/** A real link, so that it can be copied and opened in a new window; a plain click stays in the page. */
export function Link({ to, className, current, label, onFollow, children }: LinkProps): ReactNode {
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onFollow?.();
    go(to);
  };
  return (
    <a href={to} className={className} aria-label={label} aria-current={current === true ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
}

function listen(onMove: () => void): () => void {
  addEventListener(MOVED, onMove);
  return () => {
    removeEventListener(MOVED, onMove);
  };
}
