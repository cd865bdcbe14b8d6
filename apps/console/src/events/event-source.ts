/** Something that those who watch are told of when it changes. */
export interface EventSource {
  /** The name of the event. */
  readonly event: string;
  /** How it stands now, as it is told; undefined = nothing to tell. Asked once a second for all who watch. */
  read(): Promise<unknown>;
  /** What of it counts as a change; all of it unless told. */
  part?(data: unknown): unknown;
}

/** The sources of the console, for whoever adds one. */
export const EVENT_SOURCES = Symbol('event sources');
