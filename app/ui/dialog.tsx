import { useEffect, useId, useRef, type ReactNode } from 'react';

/** A question that has to be answered before anything else. Escape cancels. */
export function Dialog({ title, onCancel, children }: { title: string; onCancel: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <h2 id={id} className="dialog__title">
        {title}
      </h2>
      <div className="stack">{children}</div>
    </dialog>
  );
}
