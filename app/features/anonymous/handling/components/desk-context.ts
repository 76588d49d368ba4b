import { createContext, useContext } from 'react';
import type { Desk, DeskView } from '../desk';

/** What every part of an open desk knows. */
export interface DeskSurroundings {
  readonly desk: Desk;
  readonly view: DeskView;
  /** Of the server, 'YYYY-MM-DD'. */
  readonly today: string;
  /** Programmes by id, with their names. */
  readonly programmes: ReadonlyMap<string, string>;
  /** A handler’s name by fingerprint, of those who are gone too. */
  readonly nameOf: (fingerprint: string) => string;
  /** Clears the desk: the key is no longer a handler’s. */
  readonly onRetired: () => void;
}

const DeskContext = createContext<DeskSurroundings | null>(null);

export const DeskProvider = DeskContext.Provider;

export function useDesk(): DeskSurroundings {
  const surroundings = useContext(DeskContext);
  if (!surroundings) throw new Error('this part stands on no desk');
  return surroundings;
}
