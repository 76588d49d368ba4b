import { useCallback, useEffect, useState } from 'react';
import type { HandlerKey } from '~/features/published/handlers/handler-key';
import { readHandlers } from '~/features/published/handlers/read-handlers';

/** To whom a concern can be encrypted, as far as this page knows. */
export type HandlersState =
  | { readonly kind: 'looking' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'none'; readonly names: HandlerNames }
  /** Who let whom in does not add up: nothing is encrypted to anybody. */
  | { readonly kind: 'broken'; readonly problems: readonly string[] }
  | { readonly kind: 'ready'; readonly active: readonly HandlerKey[]; readonly names: HandlerNames };

type HandlerNames = ReadonlyMap<string, string>;

/** Reads and checks the handlers once, when the page opens. */
export function useHandlers(organisation: string): HandlersState {
  const [state, setState] = useState<HandlersState>({ kind: 'looking' });
  useEffect(() => {
    let gone = false;
    void look(organisation).then((found) => {
      if (!gone) setState(found);
    });
    return () => {
      gone = true;
    };
  }, [organisation]);
  return state;
}

async function look(organisation: string): Promise<HandlersState> {
  try {
    const { active, problems, records } = await readHandlers(organisation);
    if (problems.length > 0) return { kind: 'broken', problems };
    const names = new Map(records.map(({ fingerprint, name }) => [fingerprint, name]));
    return active.length === 0 ? { kind: 'none', names } : { kind: 'ready', active, names };
  } catch {
    return { kind: 'unreachable' };
  }
}

/** Names of handlers by their fingerprints, of those who have left too; null where the list does not hold. */
export function useHandlerNames(organisation: string): (fingerprint: string) => string | null {
  const state = useHandlers(organisation);
  const names = 'names' in state ? state.names : null;
  return useCallback((fingerprint) => names?.get(fingerprint) ?? null, [names]);
}
