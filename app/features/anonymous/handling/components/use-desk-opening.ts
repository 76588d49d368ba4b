import { useEffect, useState } from 'react';
import type { OpenHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { systemClock } from '~/platform/clock';
import { codeOf } from '../desk';
import { lockWhenIdle } from '../idle-lock';
import { openDesk, type DeskOpening } from '../open-desk';

export type DeskState = { readonly kind: 'opening' } | { readonly kind: 'failed'; readonly code: string } | DeskOpening;

interface House {
  readonly organisation: string;
  /** Of the server. */
  readonly today: () => string;
  /** Locks the key. */
  readonly lock: () => void;
}

/** The desk of an open key: filled at once, locked once nobody has touched it for some minutes, closed with the component. */
export function useDeskOpening(keys: OpenHandlerKeys, { organisation, today, lock }: House): DeskState {
  const [state, setState] = useState<DeskState>({ kind: 'opening' });
  useEffect(() => lockWhenIdle(window, () => systemClock.now().getTime(), lock), [lock]);
  useEffect(() => {
    let gone = false;
    const opening = openDesk(keys, organisation, today).then(
      (opened) => {
        if (gone) return opened;
        setState(opened);
        if (opened.kind === 'open') void opened.desk.fill();
        return opened;
      },
      (error: unknown) => {
        if (!gone) setState({ kind: 'failed', code: codeOf(error) });
        return null;
      },
    );
    return () => {
      gone = true;
      void opening.then((opened) => {
        if (opened?.kind === 'open') opened.desk.close();
      });
    };
  }, [keys, organisation, today]);
  return state;
}
