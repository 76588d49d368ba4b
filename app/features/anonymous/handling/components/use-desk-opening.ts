import { useEffect, useState } from 'react';
import type { KeyState } from '~/features/published/registers/components/kept-key';
import { lockKey, openedKey } from '~/platform/key-vault/vault';
import { systemClock } from '~/platform/clock';
import { codeOf } from '../desk';
import { lockWhenIdle } from '../idle-lock';
import { openDesk, type DeskOpening } from '../open-desk';

export type DeskState = { readonly kind: 'shut' } | { readonly kind: 'failed'; readonly code: string } | DeskOpening;

const shut: DeskState = { kind: 'shut' };

/**
 * Opens the desk once the handler's key is open, and closes it with the key: after some minutes without a touch, on leaving,
 * and on demand.
 */
export function useDeskOpening(
  key: KeyState,
  { organisation, today, look }: { organisation: string; today: () => string; look: () => Promise<void> },
): DeskState {
  const [state, setState] = useState<DeskState>(shut);
  const isOpen = key.kind === 'open';
  useEffect(() => {
    const opened = isOpen ? openedKey('handler') : null;
    if (!opened) return;
    let gone = false;
    let close = () => undefined as void;
    openDesk(opened.entropy, organisation, today).then(
      (opening) => {
        if (opening.kind === 'open') {
          close = () => {
            opening.desk.close();
          };
          if (gone) close();
          else void opening.desk.fill();
        }
        if (!gone) setState(opening);
      },
      (error: unknown) => {
        if (!gone) setState({ kind: 'failed', code: codeOf(error) });
      },
    );
    const stopWatching = lockWhenIdle(
      window,
      () => systemClock.now().getTime(),
      () => {
        lockKey('handler');
        void look();
      },
    );
    return () => {
      gone = true;
      stopWatching();
      close();
      setState(shut);
    };
  }, [isOpen, organisation, today, look]);
  return state;
}
