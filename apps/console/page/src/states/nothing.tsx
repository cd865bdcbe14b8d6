import type { ReactNode } from 'react';

/** An empty place, and why it is empty or what to do about it. */
export function Nothing({
  title,
  next,
  children,
}: {
  readonly title: string;
  readonly next: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="nothing" role="status">
      <p className="nothing-title">{title}</p>
      <p className="quiet">{next}</p>
      {children}
    </div>
  );
}
