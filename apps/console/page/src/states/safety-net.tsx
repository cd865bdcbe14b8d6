import { Component, type ReactNode } from 'react';
import { DICTIONARIES } from '../texts/dictionaries.ts';
import { keptLanguage } from '../texts/kept-language.ts';

interface Caught {
  readonly error: Error | undefined;
}

/** Catches what breaks while drawing: a sentence and a way on instead of an empty window. */
export class SafetyNet extends Component<{ readonly children: ReactNode }, Caught> {
  override state: Caught = { error: undefined };

  static getDerivedStateFromError(error: Error): Caught {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    const { failure } = DICTIONARIES[keptLanguage()];
    return (
      <main className="nothing" role="alert">
        <h1>{failure.broken}</h1>
        <p>{failure.brokenNext}</p>
        <pre>{this.state.error.message}</pre>
        <button
          type="button"
          onClick={() => {
            location.reload();
          }}
        >
          {failure.reload}
        </button>
      </main>
    );
  }
}
