import { useEffect } from 'react';
import { LEAVING } from './quick-exit';

/**
 * While `isActive`, closing the tab or reloading asks first, because something would be lost. Leaving quickly never asks.
 * Following a link within the site is not a matter of the browser: the router asks there.
 */
export function useLeaveGuard(isActive: boolean): void {
  useEffect(() => {
    if (!isActive) return;
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    const letGo = () => {
      window.removeEventListener('beforeunload', ask);
    };
    window.addEventListener('beforeunload', ask);
    window.addEventListener(LEAVING, letGo);
    return () => {
      letGo();
      window.removeEventListener(LEAVING, letGo);
    };
  }, [isActive]);
}
