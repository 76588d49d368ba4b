import { DoorOpen } from 'lucide-react';
import { useEffect, type MouseEvent } from 'react';

export const LEAVE_PATH = '/leave';

/** Sent on the window when somebody leaves quickly: whatever asks before leaving must not. */
export const LEAVING = 'round-robin:leaving';

const PRESSES = 3;
const WITHIN_MS = 2_000;

/**
 * Leaves for a page that says nothing about this one, in the place of this page in the history, and clears what this tab
 * remembers. What stays (older pages in the history, the address bar, the network) is said on the safety page. Escape
 * pressed three times within two seconds does the same. Without JavaScript it is a link.
 */
export function QuickExit() {
  useEffect(() => {
    let presses: number[] = [];
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape' || event.repeat) return;
      presses = [...presses.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp];
      if (presses.length >= PRESSES) leaveQuickly();
    }
    // In the capture phase: an open dialog that keeps Escape to itself must not keep somebody here.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, []);

  function onClick(event: MouseEvent) {
    event.preventDefault();
    leaveQuickly();
  }

  return (
    <a className="quick-exit" href={LEAVE_PATH} rel="noreferrer" onClick={onClick} title="Or press Escape three times">
      <DoorOpen aria-hidden="true" />
      Leave quickly
    </a>
  );
}

function leaveQuickly() {
  // Hidden at once: the next page may take a second to arrive.
  document.documentElement.hidden = true;
  window.dispatchEvent(new Event(LEAVING));
  try {
    sessionStorage.clear();
  } catch {
    // Storage is forbidden here, so nothing of ours is in it.
  }
  window.location.replace(LEAVE_PATH);
}
